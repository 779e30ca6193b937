/** A diagram from far away: one card per group, and how many relations lead from one to another. */
import { noFindings } from "./counts.ts";
import type { Diagram, FindingCounts } from "./diagram.ts";
import type { Grouping } from "./groups.ts";

export type Overview = {
  /** In the order in which their first entities stand; the one without a name is last. */
  readonly cards: readonly GroupCard[];
  readonly links: readonly GroupLink[];
};

export type GroupCard = {
  /** Undefined for what belongs to no group. */
  readonly group: string | undefined;
  /** The names of its entities. */
  readonly entities: readonly string[];
  readonly enums: number;
  /** Relations that stay within it. */
  readonly relations: number;
  readonly counts: FindingCounts;
  /** How many of its entities are not as they were. */
  readonly changes: number;
};

/** `count` relations with their key in `from`. */
export type GroupLink = {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly count: number;
};

type OpenCard = { -readonly [Key in keyof GroupCard]: GroupCard[Key] } & { entities: string[] };

export function overviewOf({ entities, enums, relations }: Diagram, by: Grouping): Overview {
  const cards = new Map<string | undefined, OpenCard>();
  const groupOf = new Map<string, string | undefined>();
  for (const { id, groups, counts, change } of entities) {
    groupOf.set(id, groups[by]);
    const card = cardFor(cards, groups[by]);
    card.entities.push(id);
    card.counts = sum(card.counts, counts);
    if (change !== undefined) card.changes++;
  }
  for (const { groups, counts } of enums) {
    const card = cardFor(cards, groups[by]);
    card.enums++;
    card.counts = sum(card.counts, counts);
  }
  const links = new Map<
    string,
    { from: string | undefined; to: string | undefined; count: number }
  >();
  for (const { from, to } of relations) {
    const ends = { from: groupOf.get(from.entity), to: groupOf.get(to.entity) };
    if (ends.from === ends.to) cardFor(cards, ends.from).relations++;
    else {
      const key = JSON.stringify([ends.from, ends.to]);
      const link = links.get(key) ?? { ...ends, count: 0 };
      link.count++;
      links.set(key, link);
    }
  }
  const inOrder = [...cards.values()];
  return {
    cards: [
      ...inOrder.filter(({ group }) => group !== undefined),
      ...inOrder.filter(({ group }) => group === undefined),
    ],
    links: [...links.values()],
  };
}

function cardFor(cards: Map<string | undefined, OpenCard>, group: string | undefined): OpenCard {
  const before = cards.get(group);
  if (before) return before;
  const now = { group, entities: [], enums: 0, relations: 0, counts: noFindings, changes: 0 };
  cards.set(group, now);
  return now;
}

function sum(a: FindingCounts, b: FindingCounts): FindingCounts {
  if (b === noFindings) return a;
  return {
    error: a.error + b.error,
    warning: a.warning + b.warning,
    info: a.info + b.info,
    hint: a.hint + b.hint,
  };
}
