/** Which names of a schema a few typed letters mean, the most likely first. Knows no DOM. */
import type { DiagramName } from "../../protocol/diagram.ts";

export type Found = {
  readonly id: string;
  readonly kind: DiagramName["kind"];
  /** The row or value that was meant. */
  readonly row: string | undefined;
};

const most = 50;

export function findNames(names: readonly DiagramName[], typed: string): Found[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [];
  return names
    .flatMap((name) => [...rankedName(name, wanted), ...rankedRows(name, wanted)])
    .sort((a, b) => a.rank - b.rank || nameOf(a.found).length - nameOf(b.found).length)
    .slice(0, most)
    .map(({ found }) => found);
}

type Ranked = { readonly found: Found; readonly rank: number };

function rankedName({ id, kind }: DiagramName, wanted: string): Ranked[] {
  const rank = rankOf(id, wanted);
  return rank === undefined ? [] : [{ found: { id, kind, row: undefined }, rank }];
}

function rankedRows({ id, kind, rows }: DiagramName, wanted: string): Ranked[] {
  const [owner, rest] = splitAt(wanted);
  if (owner !== undefined && rankOf(id, owner) === undefined) return [];
  return rows.flatMap((row) => {
    const rank = rest === "" ? 1 : rankOf(row, rest);
    return rank === undefined ? [] : [{ found: { id, kind, row }, rank: rank + 10 }];
  });
}

export function nameOf({ id, row }: Found): string {
  return row === undefined ? id : `${id}.${row}`;
}

/** `user.em` means a row of a model. */
function splitAt(wanted: string): readonly [owner: string | undefined, rest: string] {
  const dot = wanted.indexOf(".");
  return dot < 0 ? [undefined, wanted] : [wanted.slice(0, dot), wanted.slice(dot + 1)];
}

/** Smaller is better: the whole, its beginning, the beginning of a word in it, anywhere. */
function rankOf(name: string, wanted: string): number | undefined {
  const small = name.toLowerCase();
  const at = small.indexOf(wanted);
  if (at < 0) return initialsOf(name).startsWith(wanted) && wanted.length > 1 ? 4 : undefined;
  if (small === wanted) return 0;
  if (at === 0) return 1;
  const character = name[at] ?? "";
  return character !== small[at] || name[at - 1] === "_" ? 2 : 3;
}

/** `oi` of OrderItem. */
function initialsOf(name: string): string {
  return (name.match(/[A-Z]|(?:^|_)[a-z]/g) ?? []).join("").replaceAll("_", "").toLowerCase();
}
