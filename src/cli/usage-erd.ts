/** What `prisma-architect erd` understands. */
import { oneOf, parseWords, UsageError } from "./usage.ts";

const formats = ["mermaid", "markdown", "svg", "dbml", "json"] as const;
const details = ["all", "keys", "names"] as const;
const directions = ["LR", "TB"] as const;

export type ErdOptions = {
  readonly path: string;
  readonly format: (typeof formats)[number];
  /** Only these and what is near them; all where none is named. */
  readonly models: readonly string[];
  readonly depth: number;
  readonly detail: (typeof details)[number];
  readonly direction: (typeof directions)[number];
  readonly enums: boolean;
  readonly dark: boolean;
};

const options = {
  format: { type: "string" },
  models: { type: "string", multiple: true },
  depth: { type: "string" },
  detail: { type: "string" },
  direction: { type: "string" },
  "no-enums": { type: "boolean" },
  dark: { type: "boolean" },
} as const;

/** `words` are those behind `erd`. */
export function readErdOptions(words: readonly string[]): ErdOptions {
  const { values, positionals } = parseWords(words, options);
  const [path = ".", extra] = positionals;
  if (extra !== undefined) throw new UsageError(`erd draws one schema, not also ${extra}`);
  const depth = Number(values.depth ?? 1);
  if (!Number.isInteger(depth) || depth < 0) {
    throw new UsageError(`--depth is a whole number, not ${values.depth}`);
  }
  return {
    path,
    depth,
    format: oneOf(values.format ?? "mermaid", formats, "--format"),
    models: (values.models ?? []).flatMap((list) => list.split(",")).filter((name) => name !== ""),
    detail: oneOf(values.detail ?? "all", details, "--detail"),
    direction: oneOf(values.direction ?? "LR", directions, "--direction"),
    enums: !(values["no-enums"] ?? false),
    dark: values.dark ?? false,
  };
}
