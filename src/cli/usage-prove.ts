/** What `prisma-architect prove` understands. */
import { oneOf, parseWords, UsageError } from "./usage.ts";

const formats = ["text", "json"] as const;

export type ProveOptions = {
  /** A project or schema, for its last migration; or one migration. */
  readonly path: string;
  readonly format: (typeof formats)[number];
};

const options = { format: { type: "string" } } as const;

/** `words` are those behind `prove`. */
export function readProveOptions(words: readonly string[]): ProveOptions {
  const { values, positionals } = parseWords(words, options);
  const [path = ".", extra] = positionals;
  if (extra !== undefined) throw new UsageError(`prove takes one migration, not also ${extra}`);
  return { path, format: oneOf(values.format ?? "text", formats, "--format") };
}
