/** What `prisma-architect diff` understands. */
import { oneOf, parseWords, UsageError } from "./usage.ts";

const formats = ["sql", "json"] as const;

/** One end of a comparison, as it was typed. */
export type Place =
  | { readonly kind: "migrations" }
  | { readonly kind: "empty" }
  | { readonly kind: "git"; readonly revision: string }
  | { readonly kind: "database"; readonly url: string }
  /** A schema, or a folder of migrations. */
  | { readonly kind: "path"; readonly path: string };

export type DiffOptions = {
  /** Undefined: the migrations where there are any, else an empty database. */
  readonly from: Place | undefined;
  /** Undefined: the schema of this folder. */
  readonly to: Place | undefined;
  /** The way back. */
  readonly down: boolean;
  readonly format: (typeof formats)[number];
};

const options = {
  from: { type: "string" },
  to: { type: "string" },
  down: { type: "boolean" },
  format: { type: "string" },
} as const;

/** `words` are those behind `diff`. */
export function readDiffOptions(words: readonly string[]): DiffOptions {
  const { values, positionals } = parseWords(words, options);
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError(`diff takes --from and --to, not ${extra}`);
  return {
    from: values.from === undefined ? undefined : placeOf(values.from),
    to: values.to === undefined ? undefined : placeOf(values.to),
    down: values.down ?? false,
    format: oneOf(values.format ?? "sql", formats, "--format"),
  };
}

function placeOf(word: string): Place {
  if (word === "migrations" || word === "empty") return { kind: word };
  if (/^postgres(ql)?:\/\//.test(word)) return { kind: "database", url: word };
  if (word.startsWith("git:")) {
    const revision = word.slice("git:".length);
    if (revision !== "") return { kind: "git", revision };
    throw new UsageError("git: wants a revision behind it, such as git:HEAD~1");
  }
  return { kind: "path", path: word };
}
