/**
 * Explaining without any database of one's own: an embedded one with the tables of a schema or of a
 * history, which plans as if it had many rows, and another one that really has some.
 */
import { createHash } from "node:crypto";
import { usualSettings } from "../core/statistics/assume.ts";
import { type TableFacts, tableKey } from "../core/statistics/facts.ts";
import { scaledRows, usualScale } from "../core/statistics/scale.ts";
import type { ExplainServer } from "../database/explain-servers.ts";
import type { EmbeddedPostgres, Opened, Snapshot } from "../engines/postgres.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { type Applied, applyStatistics } from "./apply-statistics.ts";
import { type Build, type Built, buildDatabase, openAhead, openCopy } from "./embedded-build.ts";
import { type Limited, limitedConnection } from "./embedded-limits.ts";
import { applyAssumed, rowsOfAll } from "./embedded-statistics.ts";
import {
  type EmbeddedLimits,
  type EmbeddedWish,
  type FillingWish,
  type GivenStatistics,
  type OpenedEmbedded,
  type OpenedFilled,
  usualEmbeddedLimits,
} from "./embedded-wish.ts";
import { fillRows } from "./fill-rows.ts";
import { readFacts } from "./read-facts.ts";

/** Tables without statistics and rows. */
type Ready = {
  readonly built: Built;
  readonly facts: readonly TableFacts[];
  readonly server: ExplainServer;
};

type Held = Ready & {
  /** Of the build. */
  readonly key: string;
  /** Of what was applied or filled. */
  readonly contents: string;
  readonly limited: Limited;
  readonly answer: OpenedFilled;
};

type Contents = Omit<OpenedFilled, "connection">;

export class EmbeddedExplainer {
  readonly #start: () => EmbeddedPostgres;
  readonly #limits: EmbeddedLimits;
  #postgres: EmbeddedPostgres | undefined;
  readonly #held: Record<"plan" | "run", Held | undefined> = { plan: undefined, run: undefined };
  /** Of the last build that took its time, so that it is not done twice. */
  #copy:
    | { readonly key: string; readonly from: Snapshot; readonly left: readonly string[] }
    | undefined;
  /** Opened ahead, for the next build. */
  #spare: Promise<Opened> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  /** The server is started on first use. */
  constructor(start: () => EmbeddedPostgres, limits: Partial<EmbeddedLimits> = {}) {
    this.#start = start;
    this.#limits = { ...usualEmbeddedLimits, ...limits };
  }

  /** Starts a server while somebody still finds out what it is to hold; nothing where one is there. */
  prepare(): void {
    if (this.#held.plan || this.#copy || this.#spare) return;
    this.#postgres ??= this.#start();
    this.#spare = openAhead(this.#postgres);
    this.#waitForNobody();
  }

  /** Plans as with many rows; runs nothing. One wish after the other. Never rejects. */
  open(wish: EmbeddedWish): Promise<OpenedEmbedded | Refusal> {
    return this.#inTurn(async () => {
      const contents = hashOf(wish.statistics, today());
      return this.#use("plan", wish, contents, (ready) => this.#applied(ready, wish.statistics));
    });
  }

  /** Has rows, fewer than are assumed, and runs what it is asked, writes too. */
  openFilled(wish: FillingWish): Promise<OpenedFilled | Refusal> {
    return this.#inTurn(async () => {
      const contents = hashOf(wish.statistics, today(), wish.tables, wish.scale);
      return this.#use("run", wish, contents, (ready) => this.#filled(ready, wish));
    });
  }

  /** Ends all databases and forgets them. Afterwards others can be opened. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    this.#copy = undefined;
    const spare = this.#spare;
    this.#spare = undefined;
    const unused = spare?.then((opened) => (opened.ok ? opened.database.close() : undefined));
    await Promise.all([this.#drop("plan"), this.#drop("run"), unused]);
  }

  #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    clearTimeout(this.#idle);
    const turn = this.#last.then(work).finally(() => this.#waitForNobody());
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #waitForNobody(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.stop(), this.#limits.idle);
    this.#idle.unref();
  }

  async #drop(mode: "plan" | "run"): Promise<void> {
    const held = this.#held[mode];
    this.#held[mode] = undefined;
    await held?.limited.close();
  }

  async #use(
    mode: "plan" | "run",
    wish: EmbeddedWish,
    contents: string,
    fill: (ready: Ready) => Promise<Contents | Refusal>,
  ): Promise<OpenedFilled | Refusal> {
    if (wish.signal?.aborted) return cancelled;
    const key = hashOf(wish.build, collationOf(wish.statistics));
    const held = await this.#stillThere(mode, key);
    if (held?.contents === contents) return held.answer;
    // What a query has left behind in a filled one is not for the next.
    const isReusable = held !== undefined && mode === "plan";
    const ready = isReusable ? held : await this.#ready(key, wish);
    if ("ok" in ready) return ready;
    const filled = await fill(ready);
    if (!filled.ok) {
      if (isReusable) this.#held[mode] = undefined;
      await ready.built.database.close();
      return filled;
    }
    const limited = limitedConnection(ready.built.database, {
      mode,
      limit: this.#limits[mode],
      onEnd: () => {
        if (this.#held[mode]?.built === ready.built) this.#held[mode] = undefined;
      },
    });
    if (!isReusable) await this.#drop(mode);
    const answer = { ...filled, connection: this.#notIdle(limited) };
    this.#held[mode] = { ...ready, key, contents, limited, answer };
    return answer;
  }

  /** While questions come, nobody is idle. */
  #notIdle({ exec, query }: Connection): Connection {
    const during = <Answer>(asked: Promise<Answer>): Promise<Answer> => {
      clearTimeout(this.#idle);
      return asked.finally(() => this.#waitForNobody());
    };
    return {
      exec: (script) => during(exec(script)),
      query: (sql, values) => during(query(sql, values)),
    };
  }

  /** A thread may have died while nobody asked. */
  async #stillThere(mode: "plan" | "run", key: string): Promise<Held | undefined> {
    const held = this.#held[mode];
    if (held === undefined || held.key !== key) return undefined;
    const answer = await held.limited.exec("ROLLBACK");
    if (answer.ok) return held;
    await this.#drop(mode);
    return undefined;
  }

  async #ready(key: string, { build, statistics, signal }: EmbeddedWish): Promise<Ready | Refusal> {
    this.#postgres ??= this.#start();
    const { signal: inside, release } = linked(signal);
    const built = await this.#built(this.#postgres, key, build, collationOf(statistics), inside);
    release();
    if (!built.ok) return built;
    const facts = await readFacts(built.database);
    if (facts.ok) return { built, facts: facts.tables, server: serverOf(built.database.version) };
    await built.database.close();
    return facts;
  }

  async #built(
    postgres: EmbeddedPostgres,
    key: string,
    build: Build,
    collation: string | undefined,
    signal: AbortSignal,
  ): Promise<Built | Refusal> {
    const copy = this.#copy;
    if (copy?.key === key) {
      const opened = await openCopy(postgres, copy.from, signal);
      return opened.ok ? { ...opened, left: copy.left } : opened;
    }
    const begun = performance.now();
    const spare = this.#spare;
    this.#spare = undefined;
    const built = await buildDatabase(postgres, build, {
      signal,
      limit: this.#limits.build,
      collation,
      spare,
    });
    if (!built.ok || performance.now() - begun < worthACopy) return built;
    const from = await built.database.snapshot();
    if (from) this.#copy = { key, from, left: built.left };
    return built;
  }

  async #applied(ready: Ready, given: GivenStatistics): Promise<Contents | Refusal> {
    const { database } = ready.built;
    const limit = setTimeout(() => void database.close(), this.#limits.build);
    const applied =
      given.kind === "given"
        ? await applyStatistics(database, given.statistics)
        : await applyAssumed(database, ready.facts, given.rows, {
            today: today(),
            settings: given.settings ?? usualSettings,
          });
    clearTimeout(limit);
    if (!applied.ok) return applied;
    const rows = assumedOf(ready.facts, given);
    return contentsOf(ready, rows, rows, remarksOf(applied));
  }

  async #filled(ready: Ready, wish: FillingWish): Promise<Contents | Refusal> {
    const { database } = ready.built;
    const assumed = assumedOf(ready.facts, wish.statistics);
    const rows = scaledRows(assumed, wish.tables, wish.scale ?? usualScale);
    const { signal, release } = linked(wish.signal);
    const end = () => void database.close();
    const limit = setTimeout(end, this.#limits.run);
    signal.addEventListener("abort", end, { once: true });
    const filled = await fillRows(database, ready.facts, {
      rows,
      today: today(),
      signal,
      ...(wish.onProgress && { onProgress: wish.onProgress }),
    });
    clearTimeout(limit);
    release();
    if (!filled.ok) return signal.aborted ? cancelled : filled;
    return contentsOf(ready, { ...rows, ...filled.rows }, assumed, filled.remarks);
  }
}

/** Milliseconds from which on a build is kept as a copy, which takes 30 MB. */
const worthACopy = 1000;

const cancelled: Refusal = { ok: false, code: "stopped", message: "Cancelled" };

function contentsOf(
  { built, server }: Ready,
  rows: OpenedFilled["rows"],
  assumed: OpenedFilled["assumed"],
  remarks: readonly string[],
): Contents {
  return { ok: true, server, rows, assumed, left: built.left, remarks };
}

/** `18.6` */
function serverOf(version: string): ExplainServer {
  return { postgres: Number.parseInt(version, 10), name: `PostgreSQL ${version}`, isOther: false };
}

function remarksOf({ skipped, remarks }: Applied): string[] {
  if (skipped.length === 0) return [...remarks];
  const some = skipped.slice(0, 3).join(", ");
  const more = skipped.length > 3 ? ` and ${skipped.length - 3} more` : "";
  return [`The statistics speak of what is not there: ${some}${more}`, ...remarks];
}

function assumedOf(
  facts: readonly TableFacts[],
  given: GivenStatistics,
): Readonly<Record<string, number>> {
  if (given.kind === "assumed") return rowsOfAll(facts, given.rows);
  const rows = new Map(given.statistics.relations.map((one) => [tableKey(one), one.rows]));
  // -1 where it was never counted.
  return Object.fromEntries(
    facts.map((table) => [tableKey(table), Math.max(0, rows.get(tableKey(table)) ?? 0)]),
  );
}

/** Most databases sort by a language, and then an index for LIKE has to be made for it. */
const usualCollation = "en_US.UTF-8";

function collationOf(given: GivenStatistics): string {
  const said = given.kind === "given" ? given.statistics.collation : given.collation;
  return said ?? usualCollation;
}

/** What one wish is cancelled by must not end what a later one uses too. */
function linked(signal: AbortSignal | undefined) {
  const own = new AbortController();
  const abort = () => own.abort();
  if (signal?.aborted) own.abort();
  signal?.addEventListener("abort", abort, { once: true });
  return { signal: own.signal, release: () => signal?.removeEventListener("abort", abort) };
}

/** Counted from 1970-01-01. */
function today(): number {
  return Math.floor(Date.now() / 86_400_000);
}

function hashOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
