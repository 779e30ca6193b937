/**
 * Which part of a diagram is shown: all, the neighbourhood of some entities, one group; with all
 * rows, with keys, with names only. Diagrams in, diagrams out.
 */
import type { Diagram, DiagramRelation, Entity, EnumBox, RelationEnd, Row } from "./diagram.ts";
import type { Grouping } from "./groups.ts";

export type Detail = "all" | "keys" | "names";

export type Selection = {
  readonly show: Scope;
  readonly detail: Detail;
  readonly enums: boolean;
};

export type Scope =
  | { readonly kind: "all" }
  | {
      readonly kind: "focus";
      /** The entities in the middle; those that do not exist are left out. */
      readonly on: readonly string[];
      /** How many relations away the farthest neighbour is. */
      readonly depth: number;
      /** 40 entities where nothing is said. */
      readonly most?: number;
    }
  | { readonly kind: "group"; readonly by: Grouping; readonly group: string | undefined };

export type Selected = {
  readonly diagram: Diagram;
  /** What is related to a shown entity and not shown itself. */
  readonly more: readonly More[];
};

export type More = { readonly entity: string; readonly count: number };

export function select(diagram: Diagram, { show, detail, enums }: Selection): Selected {
  const shown = shownIn(diagram, show);
  const part = shown === undefined ? diagram : partOf(diagram, shown);
  return {
    diagram: inDetail(enums ? part : { ...part, enums: [] }, detail),
    more: shown === undefined ? [] : moreAround(diagram, shown),
  };
}

/** Undefined for everything. */
function shownIn(diagram: Diagram, show: Scope): ReadonlySet<string> | undefined {
  if (show.kind === "all") return undefined;
  if (show.kind === "focus") return neighbourhood(diagram, show.on, show.depth, show.most);
  return new Set(
    diagram.entities.filter(({ groups }) => groups[show.by] === show.group).map(({ id }) => id),
  );
}

const usualMost = 40;

/** Breadth first: what an entity points at before what points at it. */
export function neighbourhood(
  diagram: Diagram,
  on: readonly string[],
  depth: number,
  most = usualMost,
): ReadonlySet<string> {
  const around = neighboursIn(diagram);
  const found = new Set<string>();
  for (const id of on) if (around.has(id) && found.size < most) found.add(id);
  let edge = [...found];
  for (let step = 0; step < depth && edge.length > 0 && found.size < most; step++) {
    const next = [];
    for (const id of edge.flatMap((from) => around.get(from) ?? [])) {
      if (found.size >= most) break;
      if (found.has(id)) continue;
      found.add(id);
      next.push(id);
    }
    edge = next;
  }
  return found;
}

const knownNeighbours = new WeakMap<Diagram, ReadonlyMap<string, readonly string[]>>();

function neighboursIn(diagram: Diagram): ReadonlyMap<string, readonly string[]> {
  const before = knownNeighbours.get(diagram);
  if (before) return before;
  const around = new Map<string, string[]>(diagram.entities.map(({ id }) => [id, []]));
  for (const { from, to } of diagram.relations) around.get(from.entity)?.push(to.entity);
  for (const { from, to } of diagram.relations) around.get(to.entity)?.push(from.entity);
  knownNeighbours.set(diagram, around);
  return around;
}

/** With the enums that its rows use. */
function partOf({ entities, enums, relations }: Diagram, shown: ReadonlySet<string>): Diagram {
  const kept = entities.filter(({ id }) => shown.has(id));
  const used = new Set(kept.flatMap(({ rows }) => rows.flatMap(({ refersTo }) => refersTo ?? [])));
  return {
    entities: kept,
    enums: enums.filter(({ id }) => used.has(id)),
    relations: relations.filter(({ from, to }) => shown.has(from.entity) && shown.has(to.entity)),
  };
}

function moreAround(diagram: Diagram, shown: ReadonlySet<string>): More[] {
  const around = neighboursIn(diagram);
  return [...shown].flatMap((entity) => {
    const outside = new Set(around.get(entity)?.filter((id) => !shown.has(id)));
    return outside.size === 0 ? [] : [{ entity, count: outside.size }];
  });
}

function inDetail(diagram: Diagram, detail: Detail): Diagram {
  if (detail === "all") return diagram;
  const rows = new Map<string, ReadonlySet<string>>();
  const entities = diagram.entities.map((entity): Entity => {
    const kept = detail === "names" ? [] : entity.rows.filter(isKey);
    rows.set(entity.id, new Set(kept.map(({ name }) => name)));
    return { ...entity, rows: kept };
  });
  const cut = (end: RelationEnd): RelationEnd => ({
    ...end,
    rows: end.rows.filter((row) => rows.get(end.entity)?.has(row)),
  });
  return {
    entities,
    enums:
      detail === "names"
        ? diagram.enums.map((one): EnumBox => ({ ...one, values: [] }))
        : diagram.enums,
    relations: diagram.relations.map(
      (one): DiagramRelation => ({ ...one, from: cut(one.from), to: cut(one.to) }),
    ),
  };
}

/** In a comparison, what differs is shown as well. */
function isKey({ isPrimary, isForeign, isUnique, change }: Row): boolean {
  return isPrimary || isForeign || isUnique || change !== undefined;
}
