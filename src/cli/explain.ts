/** `prisma-architect explain`: the plan of one query, what is found in it, and what to change. */
import { byNumber, type Parameter } from "../core/editor/explainable.ts";
import { defaults } from "../core/lint/config.ts";
import { severities } from "../core/lint/rule.ts";
import { measure } from "../core/plan/measure.ts";
import { tablesOf } from "../core/plan/plan.ts";
import { readPlan } from "../core/plan/read-plan.ts";
import { checkPlan } from "../core/rules/check-plan.ts";
import { gate, type Passed } from "../core/sql/gate.ts";
import { redact } from "../database/address.ts";
import { loadPgParser } from "../engines/pg-parser.ts";
import type { ExplainWish } from "../explain/explained.ts";
import type { Answered } from "./explain-answer.ts";
import { explainInDatabase, urlOf } from "./explain-database.ts";
import { explainEmbedded } from "./explain-embedded.ts";
import { queryNamed } from "./explain-query.ts";
import {
  type ExplainedParameter,
  type Explanation,
  explanationJson,
  explanationMarkdown,
  explanationText,
} from "./explain-report.ts";
import { type LoadedSchema, oneSchema } from "./load.ts";
import { UsageError } from "./usage.ts";
import type { ExplainOptions } from "./usage-explain.ts";

/**
 * 0 when nothing is found at or above `--fail-on`, 1 when something is. Throws an Error with one line
 * where the query may not be explained or there is no plan; it holds no password. Ctrl-C cancels it
 * on the server too.
 */
export async function explain(
  options: ExplainOptions,
  print: (text: string) => void,
): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  try {
    const explanation = await explained(options, stop.signal);
    print(written(explanation, options.format));
    const limit = severities.indexOf(options.failOn);
    const isBad = explanation.verdicts.some(
      ({ severity }) => severities.indexOf(severity) <= limit,
    );
    return isBad ? 1 : 0;
  } catch (error) {
    if (stop.signal.aborted) return 130;
    throw error;
  } finally {
    process.off("SIGINT", interrupt);
  }
}

async function explained(options: ExplainOptions, signal: AbortSignal): Promise<Explanation> {
  const { query, place, file } = queryNamed(options.query);
  const passed = gate(query.sql, await loadPgParser());
  if (!passed.ok) throw new Error(passed.reason);
  const parameters = valued(query.parameters, options.values);
  const mode = options.analyze ? "run" : "plan";
  const open = parameters.find(({ value }) => value === undefined);
  if (mode === "run" && open !== undefined) throw new UsageError(wanted(open));
  const wish: ExplainWish = {
    sql: passed.text,
    values: byNumber(
      query.parameters,
      parameters.map(({ value }) => value),
    ),
    types: byNumber(
      query.parameters,
      query.parameters.map(({ type }) => type),
    ),
    mode,
    isWrite: passed.writes.length > 0,
    times: options.times,
  };
  const loaded = await schemaFor(options, file);
  const answered = await answeredBy({ options, passed, wish, loaded: loaded.schema, signal });
  const read = readPlan(answered.explained.json);
  if (!read.ok) throw new Error(read.reason);
  const { plan } = read;
  const measured = measure(plan);
  const subject = { plan, measured, schema: loaded.schema?.schema, sql: passed.text };
  const { verdicts } = checkPlan(
    { ...subject, postgres: answered.postgres },
    loaded.schema?.config ?? defaults,
  );
  return {
    place,
    sql: passed.text,
    parameters,
    mode,
    answered,
    plan,
    measured,
    verdicts,
    assumed: answered.assumedFor(tablesOf(plan)),
    notes: [...query.notes, ...answered.notes, ...loaded.notes],
  };
}

function written(explanation: Explanation, format: ExplainOptions["format"]): string {
  if (format === "json") return explanationJson(explanation);
  if (format === "markdown") return explanationMarkdown(explanation).trimEnd();
  return explanationText(explanation, process.stdout.isTTY === true && !process.env.NO_COLOR);
}

/** What was typed wins over what the file spells out. */
function valued(
  parameters: readonly Parameter[],
  given: readonly (string | null)[],
): ExplainedParameter[] {
  if (given.length > parameters.length) {
    const there =
      parameters.length === 0 ? "no parameters" : `parameters up to $${parameters.length}`;
    throw new UsageError(`The query has ${there}, and --param is given ${given.length} times`);
  }
  return parameters.map(({ number, name, value }, at) => ({
    number,
    name,
    value: at < given.length ? given[at] : value,
  }));
}

function wanted({ number, name }: ExplainedParameter): string {
  const called = name === `$${number}` ? name : `$${number} (${name})`;
  return `To run it, ${called} needs a value: --param value, in the order of the numbers`;
}

type LoadedOrNot = {
  readonly schema: LoadedSchema | undefined;
  readonly notes: readonly string[];
};

/**
 * A query in a file belongs to the nearest schema. A connected database has its tables, and there is
 * only less to say about a query without a schema.
 */
async function schemaFor(
  { schema, isSchemaNamed, place }: ExplainOptions,
  file: string | undefined,
): Promise<LoadedOrNot> {
  const isNeeded = isSchemaNamed || place.kind === "embedded" || place.kind === "migrations";
  try {
    const near = isSchemaNamed ? undefined : file;
    return { schema: await oneSchema(schema, { near, option: "--schema" }), notes: [] };
  } catch (error) {
    if (isNeeded || !(error instanceof UsageError)) throw error;
    return { schema: undefined, notes: [`Nothing is known of a Prisma schema: ${error.message}`] };
  }
}

type Ask = {
  readonly options: ExplainOptions;
  readonly passed: Passed;
  readonly wish: ExplainWish;
  readonly loaded: LoadedSchema | undefined;
  readonly signal: AbortSignal;
};

async function answeredBy({ options, passed, wish, loaded, signal }: Ask): Promise<Answered> {
  const { place, rows, isDisposable } = options;
  if (place.kind === "embedded" || place.kind === "migrations") {
    const isOfMigrations = place.kind === "migrations";
    return explainEmbedded({ passed, wish, loaded, rows, isOfMigrations, signal });
  }
  const url = await urlOf(place, loaded);
  try {
    return await explainInDatabase({ url, passed, wish, isDisposable, signal });
  } catch (error) {
    // What a server says may repeat what it was told.
    throw new Error(redact(error instanceof Error ? error.message : String(error), url));
  }
}
