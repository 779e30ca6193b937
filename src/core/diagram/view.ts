/**
 * What somebody wants to see of a schema, and what is shown for it: a part that can be read, drawn
 * by Mermaid as long as that is small, with a word where it is less than was wished.
 */
import type { Diagram } from "./diagram.ts";
import { bestGrouping, type Grouping } from "./groups.ts";
import { type Overview, overviewOf } from "./overview.ts";
import { type More, type Scope, select } from "./select.ts";

/** What the user wants to see. Kept by the panel, through restarts of the editor too. */
export type DiagramView = {
  /** `auto`: all of a small schema, else the neighbourhood of the cursor. */
  readonly mode: "auto" | "all" | "focus" | "groups" | "diff";
  /** The entity in the middle; in `auto` and `focus`, the cursor's when it is not stated. */
  readonly focus?: string;
  /** Whether the focus goes where the cursor goes. */
  readonly follows: boolean;
  readonly depth: 1 | 2 | 3;
  readonly detail: "all" | "keys" | "names";
  readonly direction: "right" | "down";
  readonly enums: boolean;
  readonly grouping: "auto" | "none" | "schema" | "namespace" | "file" | "prefix";
  /** In `groups`: the one that is opened; the overview of all without it. */
  readonly group?: string;
  readonly renderer: "auto" | "mermaid" | "map";
  /** In `diff`: what the schema is compared with. */
  readonly base: "saved" | "git";
};

/** With what is shown now in place of what was left open. */
export type SettledView = DiagramView & { readonly mode: Exclude<DiagramView["mode"], "auto"> };

export type Viewed = {
  readonly view: SettledView;
  readonly renderer: "mermaid" | "map";
  readonly diagram: Diagram;
  readonly more: readonly More[];
  readonly overview?: Overview & { readonly by: Grouping };
  /** Why less is shown than was wished, in one sentence. */
  readonly note?: string;
};

/** More of what changed than this is no comparison that can be read. */
const mostChanged = 300;

/**
 * `cursor` is the entity at the cursor. Mermaid draws no more than `most` entities. For `diff`,
 * the diagram is one in which changes are marked.
 */
export function viewed(
  diagram: Diagram,
  wish: DiagramView,
  cursor: string | undefined,
  most: number,
): Viewed {
  const view = settled(diagram, wish, cursor, most);
  const by =
    view.grouping === "auto" || view.grouping === "none" ? bestGrouping(diagram) : view.grouping;
  if (view.mode === "groups" && view.group === undefined) {
    if (by === undefined) {
      const all = { ...view, mode: "all" as const };
      const note =
        "Nothing tells groups apart: no @@schema, no @namespace tag, one file, no common beginnings of names.";
      return { ...drawn(diagram, all, scopeOf(diagram, all, by), most), note };
    }
    const overview = { ...overviewOf(diagram, by), by };
    return { view, renderer: "map", diagram: cardsOf(overview), more: [], overview };
  }
  return drawn(diagram, view, scopeOf(diagram, view, by), most);
}

function settled(
  diagram: Diagram,
  wish: DiagramView,
  cursor: string | undefined,
  most: number,
): SettledView {
  const mode =
    wish.mode === "auto" ? (diagram.entities.length <= most ? "all" : "focus") : wish.mode;
  if (mode !== "focus") return { ...wish, mode };
  const isThere = (id: string | undefined) => diagram.entities.some((one) => one.id === id);
  const wished = wish.follows ? [cursor, wish.focus] : [wish.focus, cursor];
  const focus = wished.find(isThere) ?? busiest(diagram);
  if (focus === undefined) return { ...wish, mode: "all" };
  return { ...wish, mode, focus };
}

/** What most relations lead to is where a stranger begins. */
function busiest({ entities, relations }: Diagram): string | undefined {
  const counts = new Map<string, number>();
  for (const { from, to } of relations) {
    for (const { entity } of [from, to]) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  }
  const [first] = entities.toSorted((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0));
  return first?.id;
}

function scopeOf(diagram: Diagram, view: SettledView, by: Grouping | undefined): Scope {
  if (view.mode === "focus") {
    return { kind: "focus", on: view.focus === undefined ? [] : [view.focus], depth: view.depth };
  }
  if (view.mode === "groups" && by !== undefined) {
    return { kind: "group", by, group: view.group === noGroup ? undefined : view.group };
  }
  if (view.mode === "diff") {
    return { kind: "focus", on: changedIn(diagram), depth: 0, most: mostChanged };
  }
  return { kind: "all" };
}

/** Entities that are not as they were, and those at both ends of such relations. */
function changedIn({ entities, enums, relations }: Diagram): string[] {
  const changedEnums = new Set(enums.flatMap(({ id, change }) => (change ? [id] : [])));
  const changed = new Set<string>();
  for (const { id, change, rows } of entities) {
    const usesChanged = rows.some(
      ({ refersTo }) => refersTo !== undefined && changedEnums.has(refersTo),
    );
    if (change || usesChanged) changed.add(id);
  }
  for (const { from, to, change } of relations) {
    if (change) changed.add(from.entity).add(to.entity);
  }
  return [...changed];
}

function drawn(diagram: Diagram, view: SettledView, show: Scope, most: number): Viewed {
  const selected = select(diagram, { show, detail: view.detail, enums: view.enums });
  const count = selected.diagram.entities.length;
  const isSmall = count <= most;
  const renderer = view.renderer === "map" || !isSmall ? "map" : "mermaid";
  const note = noteOn(view, selected.diagram, isSmall, most);
  return { view, renderer, ...selected, ...(note !== undefined && { note }) };
}

function noteOn(
  view: SettledView,
  { entities, enums }: Diagram,
  isSmall: boolean,
  most: number,
): string | undefined {
  if (view.mode === "diff" && entities.length + enums.length === 0) {
    return view.base === "git"
      ? "Nothing differs from what was committed last."
      : "Nothing differs from what is saved.";
  }
  if (view.renderer === "mermaid" && !isSmall) {
    return `Mermaid draws up to ${most} models; these are ${entities.length}, so the map shows them.`;
  }
  return undefined;
}

/** What the card is called that holds what belongs to none; no tag or file has such a name. */
const noGroup = "(no group)";

/** The most names on a card. */
const mostNames = 12;

/** An overview as a diagram: a box per group that lists its models. */
function cardsOf({ cards, links }: Overview): Diagram {
  const nowhere = { file: "", start: 0, end: 0 };
  const plain = { at: nowhere, change: undefined } as const;
  const groups = { schema: undefined, namespace: undefined, file: undefined, prefix: undefined };
  const none = { error: 0, warning: 0, info: 0, hint: 0 };
  const idOf = (group: string | undefined) => group ?? noGroup;
  const row = (name: string, type: string) => ({
    ...plain,
    name,
    type,
    isPrimary: false,
    isForeign: false,
    isUnique: false,
    isOptional: false,
    refersTo: undefined,
    counts: none,
  });
  return {
    entities: cards.map((card) => ({
      ...plain,
      id: idOf(card.group),
      kind: "model",
      table: undefined,
      rows: [
        ...card.entities.slice(0, mostNames).map((name) => row(name, "")),
        ...(card.entities.length > mostNames
          ? [row(`and ${card.entities.length - mostNames} more`, "")]
          : []),
      ],
      doc: undefined,
      counts: card.counts,
      groups,
      isStale: false,
    })),
    enums: [],
    relations: links.map(({ from, to, count }) => ({
      ...plain,
      id: `${idOf(from)} ${idOf(to)}`,
      from: { entity: idOf(from), field: undefined, rows: [], cardinality: "many" as const },
      to: { entity: idOf(to), field: undefined, rows: [], cardinality: "many" as const },
      name: `${count}`,
      kind: "foreign-key" as const,
      onDelete: undefined,
      onUpdate: undefined,
      servedBy: "",
    })),
  };
}
