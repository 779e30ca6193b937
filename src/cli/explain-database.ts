/** Explaining in somebody's database: which one that is, and carefully asked. No text holds its password. */
import path from "node:path";
import type { Passed } from "../core/sql/gate.ts";
import { openExplainSession } from "../database/explain-session.ts";
import { loadPgParser } from "../engines/pg-parser.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { affectedBy } from "../explain/affected.ts";
import { explainOn } from "../explain/explain.ts";
import type { Explained, ExplainWish } from "../explain/explained.ts";
import { functionFacts } from "../explain/functions.ts";
import { type Known, mayExplain, runReads, runWrites } from "../explain/policy.ts";
import { type DatabaseCandidate, databaseCandidates } from "../project/database-url.ts";
import { readFromDisk } from "../project/discover.ts";
import { type Answered, allowed, answeredOr } from "./explain-answer.ts";
import { relative } from "./finding.ts";
import type { LoadedSchema } from "./load.ts";
import { UsageError } from "./usage.ts";
import type { ExplainPlace } from "./usage-explain.ts";

/**
 * The URL that is meant. `env:NAME` is looked for in the environment, then where the project has its
 * own. Throws a UsageError where there is none, or more than one.
 */
export async function urlOf(
  place: Exclude<ExplainPlace, { kind: "embedded" | "migrations" }>,
  loaded: LoadedSchema | undefined,
): Promise<string> {
  if (place.kind === "url") return place.url;
  if (place.kind === "variable") {
    const { name } = place;
    const found =
      process.env[name] ?? (await candidates(loaded)).find((one) => one.name === name)?.url;
    if (found !== undefined) return found;
    throw new UsageError(`${name} is neither in the environment nor in the project's .env files`);
  }
  const found = await candidates(loaded);
  const [first] = found;
  if (first === undefined) {
    throw new UsageError("No URL of a database is found in the schema, its configuration or .env");
  }
  if (new Set(found.map(({ url }) => url)).size === 1) return first.url;
  const listed = found.map(
    ({ name, file }) => `${name} (${file ? relative(file) : "environment"})`,
  );
  throw new UsageError(
    `There are several databases, name one with --url env:NAME: ${listed.join(", ")}`,
  );
}

function candidates(loaded: LoadedSchema | undefined): Promise<DatabaseCandidate[]> {
  return databaseCandidates({
    // Without a schema, what stands in this folder.
    schemaFiles: loaded?.found.files ?? [path.resolve("schema.prisma")],
    root: undefined,
    environment: process.env,
    readText: readFromDisk,
  });
}

export type DatabaseAsk = {
  readonly url: string;
  readonly passed: Passed;
  readonly wish: ExplainWish;
  /** What it writes may be run, and is rolled back. */
  readonly isDisposable: boolean;
  readonly signal: AbortSignal;
};

/** Throws an Error with one line where there is no plan. */
export async function explainInDatabase(ask: DatabaseAsk): Promise<Answered> {
  const { url, passed, wish, signal } = ask;
  const { session } = answeredOr(await openExplainSession(url));
  try {
    // Asked in a transaction of its own: what may be run is known before one that may write begins.
    const known = await session.inTransaction({ mode: "plan", signal }, (connection) =>
      knownOf(connection, passed),
    );
    const { notes, isWritable, warning } = decidedOn(answeredOr(known), ask);
    // What it sets in motion is named before it is.
    if (warning !== undefined) process.stderr.write(`${warning}\n`);
    const answer: Explained | Refusal = await session.inTransaction(
      { mode: wish.mode, isWritable, signal },
      (connection) => explainOn(connection, session.server, wish),
    );
    const { name, database, postgres } = session.server;
    return {
      kind: "database",
      title: `${database} on ${name}`,
      postgres,
      explained: answeredOr(answer),
      notes,
      assumedFor: () => [],
    };
  } finally {
    await session.close();
  }
}

type Asked = { readonly ok: true; readonly known: Known };

async function knownOf(connection: Connection, passed: Passed): Promise<Asked | Refusal> {
  const functions = await functionFacts(connection, passed, await loadPgParser());
  if (!functions.ok) return functions;
  const affected = passed.writes.length > 0 ? await affectedBy(connection, passed) : undefined;
  if (affected !== undefined && !affected.ok) return affected;
  return { ok: true, known: { functions: functions.facts, affected: affected?.affected } };
}

type Decided = {
  readonly notes: readonly string[];
  readonly isWritable: false | "disposable";
  /** To be told before it is run. */
  readonly warning: string | undefined;
};

/**
 * `--analyze` is the word that reads may be run, `--disposable` that writes may. Throws where it may
 * not be.
 */
function decidedOn({ known }: Asked, { passed, wish, isDisposable }: DatabaseAsk): Decided {
  const label = isDisposable ? "disposable" : undefined;
  const there = { kind: "database", label, isTrusted: true } as const;
  const decide = (agreed: readonly string[]) => mayExplain(passed, there, wish.mode, known, agreed);
  const first = decide([runReads]);
  if (first.kind !== "question" || !isDisposable) return { ...allowed(first), warning: undefined };
  return { ...allowed(decide([runReads, runWrites])), warning: first.detail };
}
