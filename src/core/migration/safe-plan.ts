/**
 * What the safe ways are planned with: a statement in its place, which tables may be spoken of,
 * and what a plan consists of before it is known which locks its steps take.
 */
import { span, textOf } from "../base/text.ts";
import type { Qualified, Table } from "../sql/catalog.ts";
import { tokensOf } from "../sql/lex.ts";
import { childrenOf } from "../sql/lookup.ts";
import { hasRelation, keyOf, makeObjectName, qualify } from "../sql/names.ts";
import type { ParseStatement, Statement } from "../sql/statement.ts";
import type { Name, Step } from "../sql/step.ts";
import type { MigrationReport, StatementReport, Surroundings } from "./migration.ts";
import type { SafeStep } from "./safe-way.ts";

export type Place = {
  readonly file: MigrationReport;
  readonly report: StatementReport;
  readonly world: Surroundings;
  readonly parse: ParseStatement;
};

/** `effect` is what a script does in each of its rounds, for the locks that it takes. */
export type PlannedStep = Omit<SafeStep, "promises"> & { readonly effect?: string };

export type SafePlan = {
  readonly title: string;
  readonly rule: string;
  readonly statement: number;
  /**
   * By the index of a statement, what stands in its place, without the last semicolon. Nothing at
   * all for one that goes, with the comments above it.
   */
  readonly instead: ReadonlyMap<number, string>;
  readonly following: readonly PlannedStep[];
  readonly remarks: readonly string[];
  /** What is only there once all of `following` has run: statements that need it move behind it. */
  readonly late: Late;
};

/**
 * `kind` says how much of a table is missing until then. An index or a check: hardly anybody needs
 * it. A key: foreign keys and ON CONFLICT do. A column: whatever speaks of the table.
 */
export type Late = {
  readonly kind: "index" | "check" | "key" | "column";
  /** Tables and indexes. */
  readonly names: readonly Qualified[];
};

export type Of<Kind extends Step["kind"]> = Step & { readonly kind: Kind };

export function stepsOf<Kind extends Step["kind"]>(
  { statement }: Pick<StatementReport, "statement">,
  kind: Kind,
): Of<Kind>[] {
  return statement.steps.filter((step): step is Of<Kind> => step.kind === kind);
}

/**
 * A table that was there before the file and is known. Neither partitioned nor a parent: there
 * CONCURRENTLY and NOT VALID do not work, or reach further than can be told.
 */
export function plainTable(
  { file, report }: Place,
  name: Name,
): { readonly key: Qualified; readonly table: Table } | undefined {
  const key = qualify(report.before, name);
  const table = report.before.tables.get(key);
  if (table === undefined || file.created.has(key) || !file.before.tables.has(key)) {
    return undefined;
  }
  const isAlone =
    !table.isPartitioned && !table.isTemporary && childrenOf(report.before, key).length === 0;
  return isAlone && !report.before.doubtful.has(key) ? { key, table } : undefined;
}

/** A name for the time between, of at most 63 bytes, that nothing in the schema has yet. */
export function freeName(
  { file, report }: Place,
  schema: string,
  first: string,
  second: string,
  label: string,
): string {
  const catalogs = [file.before, report.before, report.after, file.after];
  const isTaken = (name: string) =>
    catalogs.some(
      (catalog) =>
        hasRelation(catalog, keyOf(schema, name)) ||
        catalog.functions.has(keyOf(schema, name)) ||
        [...catalog.tables.values()].some(
          (table) =>
            table.schema === schema && (table.constraints.has(name) || table.columns.has(name)),
        ),
    );
  let name = makeObjectName(first, second, label);
  for (let pass = 2; isTaken(name); pass++) name = makeObjectName(first, second, `${label}${pass}`);
  return name;
}

/** A word for a directory's name. */
export function directoryWord(text: string): string {
  return text.replace(/[^\p{L}\p{N}_]+/gu, "_").slice(0, 180);
}

/**
 * The statement with other texts for some of its steps, `undefined` for none at all; undefined when
 * no step is left, "unclear" when something else than commas stands between the steps.
 */
export function withSteps(
  { at, steps, text }: Statement,
  other: ReadonlyMap<Step, string | undefined>,
): string | undefined | "unclear" {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return "unclear";
  const isPlain = steps.every((step, index) => {
    const next = steps[index + 1];
    return !next || /^\s*,\s*$/.test(at.source.text.slice(step.at.end, next.at.start));
  });
  if (!isPlain || first.at.start <= at.start) return "unclear";
  const kept = steps.flatMap((step) =>
    other.has(step) ? (other.get(step) ?? []) : textOf(step.at),
  );
  if (kept.length === 0) return undefined;
  const head = textOf(span(at.source, at.start, first.at.start));
  const tail = text.slice(last.at.end - at.start);
  return `${head}${kept.join(",\n")}${tail}`;
}

/** `text` without these words in a row, where they stand outside of parentheses. */
export function withoutWords(text: string, words: readonly string[]): string {
  const tokens = tokensOf(text);
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const word = text.slice(token.start, token.end);
    if (word === "(") depth++;
    if (word === ")") depth--;
    const isHere =
      depth === 0 &&
      words.every((wanted, more) => {
        const next = tokens[at + more];
        return next && text.slice(next.start, next.end).toUpperCase() === wanted;
      });
    const end = tokens[at + words.length - 1]?.end;
    if (isHere && end !== undefined) {
      return `${text.slice(0, token.start).trimEnd()}${text.slice(end)}`;
    }
  }
  return text;
}
