/** From what was typed to one query: a statement, or the one at a line of a file. Asks no database. */
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { lineStartsOf, positionAt } from "../core/base/text.ts";
import { type Explainable, explainableAt, explainablesIn } from "../core/editor/explainable.ts";
import { relative } from "./finding.ts";
import { UsageError } from "./usage.ts";

export type NamedQuery = {
  readonly query: Explainable;
  /** `src/orders.ts:12`; undefined for one that was typed. */
  readonly place: string | undefined;
  /** Absolute; undefined for one that was typed. */
  readonly file: string | undefined;
};

/** Throws a UsageError where there is no query, or more than one. */
export function queryNamed(word: string): NamedQuery {
  const [, file = word, line] = existsSync(word) ? [] : (/^(.+):(\d+)$/.exec(word) ?? []);
  if (existsSync(file)) return inFile(file, line === undefined ? undefined : Number(line));
  if (!/\s/.test(word.trim())) {
    throw new UsageError(`${word.trim()} is neither a file nor a query in quotes`);
  }
  const query = explainableAt({ text: word, languageId: "sql", path: "" }, 0, word.length);
  if (query === undefined) throw new UsageError("There is no query in what was typed");
  return { query: readable(query), place: undefined, file: undefined };
}

function inFile(file: string, line: number | undefined): NamedQuery {
  const target = path.resolve(file);
  const languageId = languages[path.extname(target).toLowerCase()];
  if (statSync(target).isDirectory() || languageId === undefined) {
    throw new UsageError(
      `explain reads .sql files and those of TypeScript and JavaScript, not ${file}`,
    );
  }
  const text = readFileSync(target, "utf8");
  const starts = lineStartsOf(text);
  const found = explainablesIn({ text, languageId, path: target }).map((query) => ({
    query,
    from: positionAt(starts, query.start).line + 1,
    to: positionAt(starts, query.end).line + 1,
  }));
  if (found.length === 0)
    throw new UsageError(`There is no query in ${file} that can be explained`);
  const here =
    line === undefined ? found : found.filter(({ from, to }) => from <= line && line <= to);
  // Where one stands inside of another, as a fragment in its query, the whole of it is meant.
  const one = line === undefined ? only(found) : here[0];
  const name = relative(target);
  if (one !== undefined) {
    return {
      query: readable(one.query),
      place: `${name}:${one.from}`,
      file: target,
    };
  }
  const why =
    line === undefined ? `There are several queries in ${name}` : `No query is at ${name}:${line}`;
  const listed = found.map(({ query, from }) => `${name}:${from} ${firstWords(query.sql)}`);
  throw new UsageError(`${why}; name one: ${listed.join(", ")}`);
}

const languages: Readonly<Record<string, string>> = {
  ".sql": "sql",
  ".ts": "typescript",
  ".mts": "typescript",
  ".cts": "typescript",
  ".tsx": "typescriptreact",
  ".js": "javascript",
  ".mjs": "javascript",
  ".cjs": "javascript",
  ".jsx": "javascriptreact",
};

function readable(query: Explainable): Explainable {
  if (query.problem === undefined) return query;
  throw new UsageError(`This query cannot be explained as it stands: ${query.problem}`);
}

function only<Value>(list: readonly Value[]): Value | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function firstWords(sql: string): string {
  const flat = sql.replace(/\s+/g, " ").trim();
  return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat;
}
