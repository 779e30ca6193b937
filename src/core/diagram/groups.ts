/** What a model or enum belongs to: a schema of the database, a tag, a file, the first word of its name. */
import { wordsIn } from "../base/words.ts";
import type { Schema } from "../schema/resolve.ts";
import type { Diagram, Groups } from "./diagram.ts";

const least = 3;

/** The first words that at least three models share. */
export function prefixesIn({ models }: Schema): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { shape } of models) {
    const prefix = firstWord(shape.name);
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return counts;
}

export function prefixOf(name: string, prefixes: ReadonlyMap<string, number>): string | undefined {
  const prefix = firstWord(name);
  return (prefixes.get(prefix) ?? 0) >= least && prefix !== "" ? prefix : undefined;
}

const known = new Map<string, string>();

/** As it is written: `Billing` of `BillingAccount`, `auth` of `auth_token`. */
function firstWord(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size > 20_000) known.clear();
  const [first = "", second = ""] = wordsIn(name);
  const start = name.length - name.replace(/^[_-]+/, "").length;
  // `OAuthClient` begins with an acronym that a first letter alone does not tell.
  const length = first.length > 1 ? first.length : first.length + second.length;
  const word = name.slice(start, start + length);
  known.set(name, word);
  return word;
}

/** `prisma/schema/billing.prisma` is `billing`. */
export function fileName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return name.replace(/\.[^.]*$/, "") || name;
}

export type Grouping = keyof Groups;

/** The first way of grouping that tells at least two groups apart and most of the entities. */
export function bestGrouping({ entities }: Diagram): Grouping | undefined {
  const ways: readonly Grouping[] = ["namespace", "schema", "file", "prefix"];
  return ways.find((way) => {
    const told = entities.flatMap(({ groups }) => groups[way] ?? []);
    return new Set(told).size > 1 && told.length * 2 >= entities.length;
  });
}
