/**
 * All that is sent while a query is explained, but for the questions about catalogs: written here, so
 * that a session lets nothing else through. Knows no server.
 */
import { isQuestion } from "./question.ts";

const start = "architect_start";
const statement = "architect_query";

/** As `plan_cache_mode` has them: whether a prepared statement is planned for its values. */
export type PlannedFor = "auto" | "force_generic_plan";

/** A point to come back to. */
export const here = `SAVEPOINT ${start}`;

/**
 * The same for what is prepared. Fails with 25P01 outside of a transaction. `auto` is said too: a role or a
 * database may have another setting.
 */
export function startHere(plannedFor: PlannedFor): string {
  return `SET LOCAL plan_cache_mode = ${plannedFor}; ${here}`;
}

/** Undoes all that came after the latest such point, also after an error. */
export const backToStart = `ROLLBACK TO SAVEPOINT ${start}`;

/** The server's own word that a text is one statement: nothing else can be prepared. */
export function prepareText(sql: string, types: readonly (string | undefined)[] = []): string {
  const listed = types.map((type) => type ?? "unknown").join(", ");
  return `PREPARE ${statement}${listed === "" ? "" : ` (${listed})`} AS ${sql}`;
}

/** `values` are written out: `'42'`, `NULL`. */
export function executeText(values: readonly string[]): string {
  return `EXECUTE ${statement}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
}

/** A prepared statement outlives its transaction. */
export const forget = `DEALLOCATE ${statement}`;

/** Types of the parameters in their order: as one writes them behind `::`, and as people know them. */
export const typesOfPrepared = `SELECT pg_catalog.format_type(p.type, -1), pg_catalog.format_type(p.type, NULL) FROM pg_catalog.pg_prepared_statements s, pg_catalog.unnest(s.parameter_types) WITH ORDINALITY AS p(type, number) WHERE s.name = '${statement}' ORDER BY p.number`;

/** `EXPLAIN (FORMAT JSON, VERBOSE, …)`. */
export function explainOptions(options: readonly string[]): string {
  return `EXPLAIN (${["FORMAT JSON", ...options].join(", ")})`;
}

/** For the simple protocol, where PostgreSQL takes placeholders without values. */
export const genericOption = "GENERIC_PLAN";

/** Whether a text of the simple protocol is one of the above. */
export function isControl(text: string): boolean {
  return controls.has(text) || isExplain(text, "plan", genericOption);
}

const controls: ReadonlySet<string> = new Set([
  startHere("auto"),
  startHere("force_generic_plan"),
  backToStart,
  `${backToStart}; ${forget}`,
]);

/** Whether one statement of the extended protocol may be sent: EXPLAIN ANALYZE where something is run. */
export function isAskable(text: string, mode: "plan" | "run"): boolean {
  if (/^EXPLAIN\b/.test(text)) return isExplain(text, mode);
  return text.startsWith(`PREPARE ${statement} `) || (isQuestion(text) && !isWrittenExplain(text));
}

function isExplain(text: string, mode: "plan" | "run", needed = ""): boolean {
  const options = /^EXPLAIN \((FORMAT JSON(?:, [A-Z_]+)*)\) /.exec(text)?.[1]?.split(", ");
  if (options === undefined) return false;
  if (needed !== "" && !options.includes(needed)) return false;
  return mode === "run" || !options.includes("ANALYZE");
}

/** An EXPLAIN in another writing than ours. */
function isWrittenExplain(text: string): boolean {
  return /^[\s(]*(?:\/\*|--|explain\b)/i.test(text);
}
