/**
 * Which boxes stand together: by what the schema says (its schemas, tags, files, names), or, where
 * that says nothing and there are many, by what hangs together most.
 */
import type { Entity, EnumBox, Groups } from "./diagram.ts";
import { groupedBy } from "./grouped.ts";

/** A line as far as it joins two boxes. */
type Line = {
  readonly source: { readonly node: string };
  readonly target: { readonly node: string };
};

/** `auto` takes the first that tells something, once there are many boxes. */
export type Grouping = "auto" | "none" | keyof Groups;

export type Group = {
  readonly id: string;
  readonly title: string;
  readonly isNamed: boolean;
  readonly members: readonly string[];
};

type Box = Entity | EnumBox;

/** Up to this many, one picture is read without frames around its parts. */
const fewEntities = 20;
const someEntities = 40;
/** More than these in one piece become a strip that fits no screen. */
const mostInPiece = 48;
const clusterSize = 20;

export function groupsOf(
  boxes: readonly Box[],
  edges: readonly Line[],
  grouping: Grouping,
  before: ReadonlyMap<string, string> | undefined,
): Group[] {
  const by = grouping === "auto" ? bestGrouping(boxes) : grouping;
  const named = groupedBy(boxes, (box) => (by === "none" ? undefined : box.groups[by]));
  const groups: Group[] = [];
  for (const [title, members] of named) {
    const ids = members.map(({ id }) => id);
    if (title !== undefined)
      groups.push({ id: `${by} ${title}`, title, isNamed: true, members: ids });
    else groups.push(...clusters(ids, edges, before));
  }
  return groups;
}

function bestGrouping(boxes: readonly Box[]): Exclude<Grouping, "auto"> {
  const entities = boxes.filter((box) => "rows" in box).length;
  if (entities <= fewEntities) return "none";
  const stated = ["schema", "namespace", "file"] as const;
  // That names begin alike is a guess, worth it only where there is need of an order.
  const ways = entities <= someEntities ? stated : ([...stated, "prefix"] as const);
  const tells = (way: keyof Groups) => {
    const sizes = groupedBy(boxes, ({ groups }) => groups[way]);
    const untold = sizes.get(undefined)?.length ?? 0;
    sizes.delete(undefined);
    return sizes.size > 1 && untold < boxes.length / 2;
  };
  return ways.find(tells) ?? "none";
}

/**
 * Joins boxes along lines as long as the piece stays small, first along those whose ends have the
 * fewest lines: a leaf belongs to what it hangs on, while a hub that all refer to joins nothing.
 */
function clusters(
  ids: readonly string[],
  edges: readonly Line[],
  before: ReadonlyMap<string, string> | undefined,
): Group[] {
  if (ids.length <= mostInPiece) {
    return [{ id: "all", title: "", isNamed: false, members: ids }];
  }
  const own = new Set(ids);
  const lines = edges.filter(
    ({ source, target }) =>
      source.node !== target.node && own.has(source.node) && own.has(target.node),
  );
  const degree = new Map<string, number>();
  for (const { source, target } of lines) {
    for (const id of [source.node, target.node]) degree.set(id, (degree.get(id) ?? 0) + 1);
  }
  const pieces = new Pieces(ids);
  if (before) rejoin(pieces, ids, before);
  const weight = ({ source, target }: Line) =>
    (degree.get(source.node) ?? 0) * (degree.get(target.node) ?? 0);
  const sorted = lines.map((line) => ({ line, weight: weight(line) }));
  sorted.sort((a, b) => a.weight - b.weight);
  for (const { line } of sorted) pieces.join(line.source.node, line.target.node, clusterSize);

  const loose: string[] = [];
  const groups: Group[] = [];
  for (const members of pieces.all()) {
    if (members.length === 1) {
      loose.push(...members);
      continue;
    }
    const hub = members.reduce((best, id) =>
      (degree.get(id) ?? 0) > (degree.get(best) ?? 0) ? id : best,
    );
    groups.push({ id: `around ${hub}`, title: hub, isNamed: false, members });
  }
  if (loose.length > 0) groups.push({ id: "alone", title: "", isNamed: false, members: loose });
  return groups;
}

/** What stood together before still does, as far as it is known. */
function rejoin(pieces: Pieces, ids: readonly string[], before: ReadonlyMap<string, string>): void {
  for (const [group, members] of groupedBy(ids, (id) => before.get(id))) {
    const [first, ...others] = members;
    if (first === undefined || !group?.startsWith("around ")) continue;
    for (const other of others) pieces.join(first, other, mostInPiece);
  }
}

/** Sets that only grow, up to a size. */
class Pieces {
  readonly #members = new Map<string, string[]>();

  constructor(ids: readonly string[]) {
    for (const id of ids) this.#members.set(id, [id]);
  }

  join(a: string, b: string, most: number): void {
    const [left, right] = [this.#members.get(a), this.#members.get(b)];
    if (!left || !right || left === right || left.length + right.length > most) return;
    left.push(...right);
    for (const id of right) this.#members.set(id, left);
  }

  all(): Iterable<string[]> {
    return new Set(this.#members.values());
  }
}
