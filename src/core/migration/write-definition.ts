/**
 * Indexes, views, triggers and functions again from the statements that made them: their text,
 * under the names that they and their columns have now.
 */

import type { Catalog, Index, Qualified, Table, View } from "../sql/catalog.ts";
import { type Token, tokensOf } from "../sql/lex.ts";
import { quoted } from "../sql/write-name.ts";
import {
  identifierOf,
  namesAll,
  pathOf,
  pathOfKey,
  unwritten,
  type Written,
  written,
} from "./write-sql.ts";

/** Never CONCURRENTLY: a script that takes a migration back is one transaction. */
export function indexSql(index: Index): Written {
  const { definition } = index;
  if (definition === undefined || index.partOf !== undefined) {
    return unwritten("the statement that made it is not known");
  }
  const words = reader(definition);
  const on = words.findIndex(({ word }) => word === "on");
  const body = afterName(words, words[on + 1]?.word === "only" ? on + 2 : on + 1);
  const start = words[body]?.start;
  if (on < 0 || start === undefined) return unwritten("its definition cannot be read");
  const renamed = new Map<string, string>();
  for (const [at, column] of [...index.columns, ...index.include].entries()) {
    const was = index.columnNames[at];
    if (column !== undefined && was !== undefined && was !== column) renamed.set(was, column);
  }
  const rest = withNames(definition.slice(start), renamed);
  const used = [...index.columns, ...index.include, ...index.alsoReads];
  if (
    !namesAll(
      rest,
      used.filter((column) => column !== undefined),
    )
  ) {
    return unwritten("a column it reads has been renamed");
  }
  const what = index.isUnique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
  return written(`${what} ${quoted(index.name)} ON ${pathOfKey(index.table)}${spaced(rest)}`);
}

function spaced(rest: string): string {
  return rest.startsWith("(") ? rest : ` ${rest}`;
}

type Word = Token & { readonly word: string };

function reader(text: string): readonly Word[] {
  return tokensOf(text).map((token) => {
    const shown = text.slice(token.start, token.end);
    return { ...token, word: token.kind === "word" ? shown.toLowerCase() : shown };
  });
}

/** The position behind `a`, `a.b` or `a.b.c`. */
function afterName(words: readonly Word[], at: number): number {
  let next = at + 1;
  while (words[next]?.word === ".") next += 2;
  return next;
}

function withNames(text: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return text;
  let result = "";
  let done = 0;
  for (const { start, end, kind } of tokensOf(text)) {
    const to = renamed.get(identifierOf(text.slice(start, end)));
    if (to === undefined || (kind !== "word" && kind !== "name")) continue;
    result += text.slice(done, start) + quoted(to);
    done = end;
  }
  return result + text.slice(done);
}

/** What it reads is looked up as it is called now, so a text that a rename has overtaken is refused. */
export function viewSql(view: View): Written {
  const names = [view.name, ...view.reads.map((key) => key.slice(key.indexOf(".") + 1))];
  return namesAll(view.definition, names)
    ? written(view.definition)
    : unwritten("it, or what it reads, has been renamed");
}

export function triggerSql(table: Table, name: string): Written {
  const definition = table.triggers.get(name)?.definition ?? "";
  return namesAll(definition, [name, table.name])
    ? written(definition)
    : unwritten("it, or its table, has been renamed");
}

/** `(a integer, b text)` without defaults, as DROP FUNCTION takes it; undefined where it is not read. */
export function signatureOf(definition: string): string | undefined {
  const words = reader(definition);
  const at = words.findIndex(({ word }) => word === "function" || word === "procedure");
  const opening = afterName(words, at + 1);
  const first = words[opening];
  if (at < 0 || first?.word !== "(") return undefined;
  const shown = withoutDefaults(words.slice(opening).map(({ word }) => word));
  return shown?.join(" ").replaceAll(/ (?=[(),[\].])|(?<=[([.]) /g, "");
}

const startsDefault: ReadonlySet<string> = new Set(["default", "="]);

/** From the parenthesis that opens up to the one that closes it. */
function withoutDefaults(words: readonly string[]): readonly string[] | undefined {
  let depth = 0;
  let isDefault = false;
  const kept: string[] = [];
  for (const word of words) {
    if (word === ")") depth--;
    if (depth === 1) isDefault = isDefault ? word !== "," : startsDefault.has(word);
    if (!isDefault || depth === 0) kept.push(word);
    if (word === "(") depth++;
    if (depth === 0) return kept;
  }
  return undefined;
}

/** CREATE OR REPLACE, so that what calls the function can stay. */
export function functionSql(catalog: Catalog, key: Qualified): Written {
  const definition = catalog.functions.get(key)?.definition ?? "";
  const name = key.slice(key.indexOf(".") + 1);
  if (!namesAll(definition, [name])) return unwritten("it has been renamed");
  return written(definition.replace(/^\s*CREATE\s+(?:OR\s+REPLACE\s+)?/i, "CREATE OR REPLACE "));
}

export function dropFunctionSql(key: Qualified, definition: string): string {
  const kind = /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?PROCEDURE\b/i.test(definition)
    ? "PROCEDURE"
    : "FUNCTION";
  return `DROP ${kind} ${pathOfKey(key)}${signatureOf(definition) ?? ""}`;
}

export function dropViewSql(view: View): string {
  return `DROP ${view.isMaterialized ? "MATERIALIZED VIEW" : "VIEW"} ${pathOf(view)}`;
}
