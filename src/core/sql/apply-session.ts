/**
 * Transactions, settings, and statements whose effect is only known when they run. Rows that are
 * changed change nothing here.
 */
import { textOf } from "../base/text.ts";
import { type Draft, include, snapshot } from "./apply-draft.ts";
import type { Qualified } from "./catalog.ts";
import { hasRelation, qualify, qualifyType } from "./names.ts";
import type { Name, Step } from "./step.ts";

type Of<Kind> = Extract<Step, { readonly kind: Kind }>;

/** Savepoints are not gone back to. */
export function transaction(draft: Draft, { command }: Of<"transaction">): void {
  if (command === "begin") draft.begun ??= snapshot(draft);
  if (command === "rollback" && draft.begun !== undefined) {
    Object.assign(draft, draft.begun);
    draft.copied.clear();
  }
  if (command === "commit" || command === "rollback") endTransaction(draft);
}

/** SET LOCAL is over. */
export function endTransaction(draft: Draft): void {
  draft.begun = undefined;
  draft.searchPath = draft.lastingSearchPath ?? draft.searchPath;
  draft.lastingSearchPath = undefined;
}

export function set(draft: Draft, step: Of<"set">): void {
  const setting = step.setting.toLowerCase();
  if (setting === "all" && step.isReset) setSearchPath(draft, defaultPath, false);
  if (setting !== "search_path") return;
  const path = step.isReset ? defaultPath : pathOf(step.value ?? "");
  setSearchPath(draft, path, step.isLocal);
}

function setSearchPath(draft: Draft, path: readonly string[], isLocal: boolean): void {
  draft.lastingSearchPath = isLocal ? (draft.lastingSearchPath ?? draft.searchPath) : undefined;
  draft.searchPath = path;
}

const defaultPath = ["public"];

/** `"$user"` is left out: it is the schema of a role that nobody knows. */
function pathOf(value: string): readonly string[] {
  return value
    .split(",")
    .map((part) => part.trim().replace(/^(["'])(.*)\1$/, "$2"))
    .filter((part) => part !== "" && part !== "$user");
}

/** Dumps set the search path with a function. */
export function select(draft: Draft, step: Of<"select">): void {
  if (!step.functions.includes("set_config")) return;
  const call =
    /set_config\s*\(\s*'search_path'\s*,\s*'([^']*)'\s*,\s*('?\w+'?)/i.exec(textOf(step.at)) ?? [];
  if (call[1] === undefined) return;
  setSearchPath(draft, pathOf(call[1]), /^'?(t|true|1|on|yes)/i.test(call[2] ?? ""));
}

/**
 * What its text creates, alters or drops is doubtful from then on; where it puts statements
 * together as it runs, everything that it names.
 */
export function dynamic(draft: Draft, { body }: Of<"dynamic">): void {
  for (const name of changedIn(body)) {
    const relation = qualify(draft, name);
    const type = qualifyType(draft, name);
    const isType = draft.enums.has(type) || draft.domains.has(type);
    include(draft, "doubtful", isType ? type : tableBehind(draft, relation));
  }
  if (!/\bEXECUTE\b/i.test(body)) return;
  for (const name of namesIn(body)) {
    const relation = qualify(draft, name);
    const type = qualifyType(draft, name);
    if (hasRelation(draft, relation)) include(draft, "doubtful", tableBehind(draft, relation));
    if (draft.enums.has(type) || draft.domains.has(type)) include(draft, "doubtful", type);
  }
}

/** Changes of an index, or of a column's sequence, are those of the table. */
function tableBehind(draft: Draft, relation: Qualified): Qualified {
  const owner = draft.sequences.get(relation)?.ownedBy?.table;
  return draft.indexes.get(relation)?.table ?? owner ?? relation;
}

const identifier = String.raw`"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*`;
const qualified = String.raw`(?:(${identifier})\s*\.\s*)?(${identifier})`;

const changed = [
  String.raw`\b(?:CREATE|ALTER|DROP)\s+(?:[a-z]+\s+){0,3}?(?:TABLE|VIEW|TYPE|DOMAIN)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(?:ONLY\s+)?${qualified}`,
  String.raw`\b(?:ALTER|DROP)\s+(?:INDEX|SEQUENCE)\s+(?:CONCURRENTLY\s+)?(?:IF\s+EXISTS\s+)?${qualified}`,
  String.raw`\bCREATE\s+(?:UNIQUE\s+)?INDEX\b[^;()]*?\sON\s+(?:ONLY\s+)?${qualified}`,
  String.raw`\b(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?(?:TRIGGER|POLICY)\b[^;]*?\sON\s+${qualified}`,
].map((pattern) => new RegExp(pattern, "giu"));

/** Tables, views, types and indexes that a definition in the body is about. */
function* changedIn(body: string): Iterable<Name> {
  for (const pattern of changed) {
    for (const [, schema, name] of body.matchAll(pattern)) {
      if (name === undefined) continue;
      yield { schema: schema && unquoted(schema), name: unquoted(name) };
    }
  }
}

/** Every identifier of a body, with the schema before it: too many rather than too few. */
function* namesIn(body: string): Iterable<Name> {
  for (const [, schema, name] of body.matchAll(new RegExp(qualified, "gu"))) {
    if (name === undefined) continue;
    yield { schema: undefined, name: unquoted(name) };
    if (schema === undefined) continue;
    yield { schema: undefined, name: unquoted(schema) };
    yield { schema: unquoted(schema), name: unquoted(name) };
  }
}

function unquoted(written: string): string {
  return written.startsWith('"')
    ? written.slice(1, -1).replaceAll('""', '"')
    : written.toLowerCase();
}
