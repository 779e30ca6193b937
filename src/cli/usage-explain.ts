/** What `prisma-architect explain` understands. Reads no file and no environment. */
import { type Severity, severities } from "../core/lint/rule.ts";
import { oneOf, parseWords, UsageError } from "./usage.ts";

const formats = ["text", "json", "markdown"] as const;

/** Where the query is planned, as it was typed. */
export type ExplainPlace =
  | { readonly kind: "embedded" }
  /** The embedded one too, made of the migrations instead of the schema. */
  | { readonly kind: "migrations" }
  /** The database of the project, as its schema, configuration and .env files tell. */
  | { readonly kind: "project" }
  /** By the name of a variable in the environment or in the project's .env files. */
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "url"; readonly url: string };

export type ExplainOptions = {
  /** A statement, or a file with or without a line. */
  readonly query: string;
  readonly place: ExplainPlace;
  /** Rows that tables of the embedded database are taken to have, by model or table. */
  readonly rows: ReadonlyMap<string, number>;
  /** It is run, not only planned. */
  readonly analyze: boolean;
  readonly times: number;
  /** The database may be thrown away: what writes is run there too, and rolled back. */
  readonly isDisposable: boolean;
  /** For `$1` and so on, as PostgreSQL reads them. */
  readonly values: readonly (string | null)[];
  readonly format: (typeof formats)[number];
  /** A path of a project or schema. */
  readonly schema: string;
  /** Somebody has named it: then there has to be one. */
  readonly isSchemaNamed: boolean;
  readonly failOn: Severity;
};

const options = {
  url: { type: "string" },
  database: { type: "boolean" },
  embedded: { type: "boolean" },
  migrations: { type: "boolean" },
  rows: { type: "string", multiple: true },
  analyze: { type: "boolean" },
  times: { type: "string" },
  disposable: { type: "boolean" },
  param: { type: "string", multiple: true },
  format: { type: "string" },
  schema: { type: "string" },
  "fail-on": { type: "string" },
} as const;

/** `words` are those behind `explain`. */
export function readExplainOptions(words: readonly string[]): ExplainOptions {
  const { values, positionals } = parseWords(words, options);
  const place = placeOf(values);
  const isEmbedded = place.kind === "embedded" || place.kind === "migrations";
  const isDisposable = values.disposable === true;
  const rows = new Map((values.rows ?? []).map(readRows));
  if (rows.size > 0 && !isEmbedded) {
    throw new UsageError("--rows is for the embedded database: a connected one knows its own");
  }
  if (isDisposable && isEmbedded) {
    throw new UsageError("--disposable is for a connected database: the embedded one always is");
  }
  return {
    query: onlyQuery(positionals),
    place,
    rows,
    analyze: values.analyze === true || values.times !== undefined,
    times: readTimes(values.times),
    isDisposable,
    values: (values.param ?? []).map((value) => (value === "NULL" ? null : value)),
    format: oneOf(values.format ?? "text", formats, "--format"),
    schema: values.schema ?? ".",
    isSchemaNamed: values.schema !== undefined,
    failOn: oneOf(values["fail-on"] ?? "warning", severities, "--fail-on"),
  };
}

/** Says neither of two words again: one of them may be a URL. */
function onlyQuery([query, extra]: readonly string[]): string {
  if (query === undefined) {
    throw new UsageError('explain wants a query in quotes, or a file: explain "SELECT 1"');
  }
  if (extra !== undefined) {
    throw new UsageError("explain takes one query: put quotes around it");
  }
  return query;
}

type Places = {
  readonly url?: string;
  readonly database?: boolean;
  readonly embedded?: boolean;
  readonly migrations?: boolean;
};

/** Never says the URL again: it may hold a password. */
function placeOf({ url, ...flags }: Places): ExplainPlace {
  const { database, embedded, migrations } = flags;
  const named = [url !== undefined, database, embedded || migrations].filter((is) => is);
  if (named.length > 1) {
    throw new UsageError("--url, --database and --embedded exclude each other: name one place");
  }
  if (migrations) return { kind: "migrations" };
  if (database) return { kind: "project" };
  return url === undefined ? { kind: "embedded" } : urlPlace(url);
}

function urlPlace(url: string): ExplainPlace {
  const variable = /^env:(.*)$/.exec(url)?.[1];
  if (variable === undefined) return { kind: "url", url };
  if (/^\w+$/.test(variable)) return { kind: "variable", name: variable };
  throw new UsageError("env: wants the name of a variable behind it: --url env:DATABASE_URL");
}

/** `Order=1000000`, and as people say it: `Order=1m`, `Order=250k`. */
function readRows(text: string): [string, number] {
  const [, name, digits = "", unit = ""] = /^([^=]+)=([\d_,]*\.?\d+)([km]?)$/i.exec(text) ?? [];
  const number = Number(digits.replace(/[_,]/g, "")) * (units[unit.toLowerCase()] ?? 1);
  if (name === undefined || !Number.isSafeInteger(number)) {
    throw new UsageError(`--rows wants Model=number, such as Order=1000000, not ${text}`);
  }
  return [name.trim(), number];
}

const units: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

/** More would be a benchmark of its own. */
const mostTimes = 1_000;

function readTimes(text = "1"): number {
  const times = Number(text);
  if (Number.isInteger(times) && times >= 1 && times <= mostTimes) return times;
  throw new UsageError(`--times is a number from 1 to ${mostTimes}, not ${text}`);
}
