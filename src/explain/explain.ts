/**
 * EXPLAIN of one statement on any connection: with its values, for any values, or run, as the version
 * of the server allows. Leaves nothing behind. Knows neither where the statement comes from nor
 * whether it may be sent: that is the policy's.
 */
import { type ExplainServer, unreadablePlans } from "../database/explain-servers.ts";
import * as texts from "../database/explain-texts.ts";
import type { Connection, Refusal, Rows } from "../engines/postgres-connection.ts";
import {
  type Place,
  placesIn,
  safeType,
  typedValue,
  valueAsSql,
  withWritten,
} from "./explain-parameters.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { runTimes } from "./explain-runs.ts";
import { atStart, type ParameterType, type Start, withoutPrefix } from "./explain-start.ts";
import type { Explained, ExplainedOrNot, ExplainWish } from "./explained.ts";

/**
 * In the transaction that `connection` is in, which is left as it was, or in one of its own; what a
 * run has written is undone. With all values known the statement is prepared and executed with
 * them, as a driver does: PostgreSQL finds the types out and plans for the values, and no value
 * becomes part of the statement's text. Without, it is GENERIC_PLAN, before PostgreSQL 16 a prepared
 * statement's generic plan. `wish.types` are used where PostgreSQL cannot tell. With `times` above 1
 * it is run once more in advance, which is not counted. Never rejects.
 */
export async function explainOn(
  connection: Connection,
  server: ExplainServer,
  wish: ExplainWish,
): Promise<ExplainedOrNot> {
  const asking = askingOf(server, wish);
  const refused = unreadablePlans(server) ?? unsendable(asking);
  if (refused !== undefined) return refused;
  const answer = await explain(connection, asking);
  return answer.ok ? answer : explainRefusal(answer);
}

type Asking = {
  readonly wish: ExplainWish;
  readonly version: number;
  readonly places: readonly Place[];
  /** Of `$1`, `$2` and so on; undefined where it is not known. */
  readonly values: readonly (string | null | undefined)[];
  readonly types: readonly (string | undefined)[];
};

function askingOf({ postgres }: ExplainServer, wish: ExplainWish): Asking {
  const places = placesIn(wish.sql);
  const count = Math.max(0, ...places.map(({ number }) => number));
  const each = Array.from({ length: Math.min(count, mostParameters + 1) }, (_, index) => index);
  return {
    wish,
    version: postgres,
    places,
    values: each.map((index) => wish.values?.[index]),
    types: each.map((index) => safeType(wish.types?.[index])),
  };
}

/** Of PostgreSQL's protocol. */
const mostParameters = 65_535;

/** What no server would understand, or what would reach it as something else. */
function unsendable({ wish, values }: Asking): Refusal | undefined {
  const all = [wish.sql, ...values.filter((value) => typeof value === "string")];
  if (all.some((text) => /[\0\p{Cs}]/u.test(text))) {
    return refusal("22021", "A character in it is none that PostgreSQL knows: NUL, or half of one");
  }
  if (values.length > mostParameters) {
    return refusal("54023", `PostgreSQL takes ${mostParameters} parameters at most`);
  }
  const missing = values.indexOf(undefined);
  if (wish.mode === "run" && missing >= 0) {
    return refusal("42P02", `To run it, $${missing + 1} needs a value`);
  }
  return undefined;
}

function explain(connection: Connection, asking: Asking): Promise<ExplainedOrNot> {
  const { values, version } = asking;
  if (values.length === 0) return explainPlain(connection, asking);
  if (!values.includes(undefined)) return explainExecuted(connection, asking);
  return version >= 16
    ? explainGeneric(connection, asking)
    : explainPreparedGeneric(connection, asking);
}

async function explainPlain(connection: Connection, asking: Asking): Promise<ExplainedOrNot> {
  const { wish } = asking;
  const options = optionsFor(asking);
  const once = async () =>
    withoutPrefix(await connection.query(`${options} ${wish.sql}`, []), `${options} `);
  if (wish.mode === "plan") {
    const answer = await once();
    // What failed has spoilt the transaction; where there is none, nothing is.
    if (!answer.ok) await connection.exec(texts.backToStart);
    return explained(answer, options, false);
  }
  return atStart(connection, "auto", ({ back }) =>
    runTimes(wish.times, options, async () => {
      const answer = await once();
      await back();
      return answer;
    }),
  );
}

/** Prepared anew for each run: after five executions PostgreSQL would try a generic plan. */
function explainExecuted(connection: Connection, asking: Asking): Promise<ExplainedOrNot> {
  const { wish, values, types } = asking;
  const options = optionsFor(asking);
  const execute = texts.executeText(values.map((value) => valueAsSql(value ?? null)));
  return atStart(connection, "auto", async ({ prepare, back }) => {
    const once = async (): Promise<Rows | Refusal> => {
      const ready = await prepare(wish.sql, types);
      if (!ready.ok) return ready;
      const answer = await connection.query(`${options} ${execute}`, []);
      await back();
      return withoutOffset(answer);
    };
    if (wish.mode === "run") return runTimes(wish.times, options, once);
    return explained(await once(), options, false);
  });
}

/**
 * Prepared first, which is the server's word that the text is one statement: GENERIC_PLAN takes the
 * simple protocol, where several could pass. It takes no types either, so those that PostgreSQL
 * cannot tell stand as casts.
 */
function explainGeneric(connection: Connection, asking: Asking): Promise<ExplainedOrNot> {
  const { wish, types } = asking;
  const options = optionsFor(asking, [texts.genericOption]);
  return atStart(connection, "auto", async (start) => {
    const ready = await start.prepare(wish.sql, types);
    if (!ready.ok) return ready;
    const found = await typesOfValues(start, asking);
    if (!found.ok) return found;
    await start.back();
    const casts = ready.areTypesUsed ? types : [];
    const sql = withValues(asking, found.types, casts);
    const answer = await connection.exec(`${options} ${sql}`);
    const isAsWritten = sql === wish.sql;
    return explained(
      isAsWritten ? withoutPrefix(answer, `${options} `) : withoutOffset(answer),
      options,
      true,
    );
  });
}

/**
 * With NULL for each parameter, which a generic plan does not look at. Nothing refers any more to the
 * numbers whose values stand in the text: what type they have does not matter.
 */
function explainPreparedGeneric(connection: Connection, asking: Asking): Promise<ExplainedOrNot> {
  const { wish, values, types } = asking;
  const options = optionsFor(asking);
  return atStart(connection, "force_generic_plan", async (start) => {
    const ready = await start.prepare(wish.sql, types);
    if (!ready.ok) return ready;
    const found = await typesOfValues(start, asking);
    if (!found.ok) return found;
    if (found.types.length > 0) {
      await start.back();
      const all = found.types.map(({ written }) => written);
      const again = await start.prepareTyped(withValues(asking, found.types, []), all);
      if (!again.ok) return placeless(again);
    }
    const nulls = values.map(() => "NULL");
    const answer = await connection.query(`${options} ${texts.executeText(nulls)}`, []);
    return explained(withoutOffset(answer), options, true, withoutOurSetting);
  });
}

/** Asked for only where a value is to be written: empty otherwise. */
async function typesOfValues({ types }: Start, { values }: Asking) {
  if (values.every((value) => value === undefined)) return { ok: true, types: [] } as const;
  return types();
}

/** The statement with what is known of its values in it, each with its type. */
function withValues(
  { wish, values, places }: Asking,
  found: readonly ParameterType[],
  casts: readonly (string | undefined)[],
): string {
  return withWritten(wish.sql, places, (number) => {
    const value = values[number - 1];
    const type = found[number - 1]?.written;
    if (value !== undefined && type !== undefined) return typedValue(value, type);
    const cast = casts[number - 1];
    return cast === undefined ? undefined : `($${number}::${cast})`;
  });
}

/** PostgreSQL's own versions: WAL and MEMORY came with 13 and 17, SERIALIZE with 17. */
function optionsFor({ wish, version }: Asking, more: readonly string[] = []): string {
  if (wish.mode === "plan") return texts.explainOptions(["VERBOSE", "SETTINGS", ...more]);
  const isWrite = wish.isWrite === true;
  return texts.explainOptions([
    "ANALYZE",
    "VERBOSE",
    "BUFFERS",
    "SETTINGS",
    "TIMING",
    ...(isWrite && version >= 13 ? ["WAL"] : []),
    ...(version >= 17 ? ["MEMORY"] : []),
    ...(!isWrite && version >= 17 ? ["SERIALIZE"] : []),
    ...more,
  ]);
}

function explained(
  answer: Rows | Refusal,
  options: string,
  isGeneric: boolean,
  tidy: (json: string) => string = (json) => json,
): Explained | Refusal {
  if (!answer.ok) return answer;
  const json = answer.rows[0]?.[0];
  if (typeof json !== "string" || !/^\s*\[/.test(json)) {
    return refusal("0A000", "The server's answer to EXPLAIN is not one of PostgreSQL's");
  }
  const { notices } = answer;
  return { ok: true, json: tidy(json), options, isGeneric, executionTimes: [], notices };
}

/** EXPLAIN tells settings that differ from the default, and this one is nobody's but ours. */
function withoutOurSetting(json: string): string {
  const [first, ...rest] = JSON.parse(json) as { Settings?: Record<string, string> }[];
  if (first?.Settings === undefined) return json;
  const { plan_cache_mode: _ours, ...settings } = first.Settings;
  return JSON.stringify([{ ...first, Settings: settings }, ...rest], undefined, 2);
}

/** Where the text that was sent is not the statement, a place in it says nothing. */
function withoutOffset(answer: Rows | Refusal): Rows | Refusal {
  return answer.ok ? answer : placeless(answer);
}

function placeless({ offset: _elsewhere, ...rest }: Refusal): Refusal {
  return rest;
}

function refusal(code: string, message: string): Refusal {
  return { ok: false, code, message };
}
