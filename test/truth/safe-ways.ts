/**
 * Runs a migration as it is and the safe way that is offered instead of it, both on the same
 * history in an embedded PostgreSQL, and says where the two end differently or a lock is not the
 * one that was promised.
 */
import { applyChanges } from "../../src/core/base/text.ts";
import type { MigrationReport } from "../../src/core/migration/migration.ts";
import { valueToFill } from "../../src/core/migration/safe-backfill.ts";
import type { SafeStep, SafeWay } from "../../src/core/migration/safe-way.ts";
import { filesOfSafeWay, stampsNeeded } from "../../src/core/migration/write-safe-way.ts";
import { splitSql } from "../../src/core/sql/split.ts";
import { type LockMode, lockModes } from "../../src/core/sql/step.ts";
import type { Database } from "../../src/engines/postgres.ts";
import { catalogOf, compareCatalogs } from "../../src/engines/postgres-catalog.ts";
import type { ObservedStatement } from "../../src/engines/postgres-replay.ts";
import { observeMigration } from "../../src/engines/postgres-replay.ts";

export type Tried = {
  /** The lines of the catalog that only one of the two has, in words; empty when they agree. */
  readonly differences: readonly string[];
  /** Locks that are not those promised, `table: promised, observed`. */
  readonly broken: readonly string[];
  /** Steps whose locks were looked at. */
  readonly observed: number;
  /** Those that ran in no transaction, in which locks could be seen. */
  readonly unseen: number;
  /** The step that was refused, and why. */
  readonly refused: string | undefined;
};

/** The catalog after the migration as it was written, one by one where not all at once. */
export async function applyOriginal(
  database: Database,
  { migration }: MigrationReport,
): Promise<{ readonly lines: readonly string[] } | { readonly refused: string }> {
  const done = await database.exec(migration.file.source.text);
  if (!done.ok) {
    await database.exec("ROLLBACK");
    let refused: string | undefined;
    for (const { text } of migration.file.statements) {
      const one = await database.exec(text);
      if (!one.ok) await database.exec("ROLLBACK");
      refused ??= one.ok ? undefined : one.message;
    }
    if (refused !== undefined) return { refused };
  }
  return { lines: await linesOf(database) };
}

/**
 * `original`: the catalog that has to come out. `value`: an expression for what only people know,
 * where a script asks for it.
 */
export async function applyWay(
  database: Database,
  { migration }: MigrationReport,
  way: SafeWay,
  original: readonly string[],
  value: string,
): Promise<Tried> {
  const stamps = Array.from({ length: stampsNeeded(way) }, (_, at) => `${20990101000000 + at}`);
  const files = filesOfSafeWay(way, migration, stamps);
  if (files === undefined) throw new Error("too few timestamps");
  const changes = files.edits.map(({ at, text }) => ({ start: at.start, end: at.end, text }));
  const first = await database.exec(applyChanges(migration.file.source.text, changes));
  if (!first.ok) return refusal("the file", first.message);
  const broken: string[] = [];
  let [observed, unseen] = [0, 0];
  for (const [at, step] of way.following.entries()) {
    const text = (files.files[at]?.text ?? "").replaceAll(valueToFill, value);
    const seen = await applyStep(database, step, text);
    if (typeof seen === "string") return refusal(step.name, seen);
    if (step.kind === "script") continue;
    if (seen.some(({ kind }) => kind === "unseen")) unseen++;
    else {
      observed++;
      broken.push(...differencesOf(step.promises, seen).map((one) => `${step.name}: ${one}`));
    }
  }
  const { onlyLeft, onlyRight } = compareCatalogs(original, await linesOf(database));
  const differences = [
    ...onlyLeft.map((line) => `- ${line}`),
    ...onlyRight.map((line) => `+ ${line}`),
  ];
  return { differences, broken, observed, unseen, refused: undefined };
}

/** What was seen, or why it was refused. A script is not looked at: it commits by itself. */
async function applyStep(
  database: Database,
  { name, kind }: SafeStep,
  text: string,
): Promise<readonly ObservedStatement[] | string> {
  if (kind === "script") {
    const done = await database.exec(text);
    return done.ok ? [] : done.message;
  }
  const { statements } = splitSql(text);
  const seen = await observeMigration(database, { name, text, statements }, "together");
  if ("ok" in seen) return seen.message;
  const bad = seen.find((one) => one.kind === "refused");
  return bad?.kind === "refused" ? bad.refusal.message : seen;
}

function refusal(step: string, message: string): Tried {
  const refused = `${step}: ${message}`;
  return { differences: [], broken: [], observed: 0, unseen: 0, refused };
}

/** The strongest lock of each table that was there before the step, as it was seen. */
function differencesOf(
  promises: SafeStep["promises"],
  seen: readonly ObservedStatement[],
): string[] {
  const strongest = new Map<string, LockMode>();
  for (const one of seen) {
    if (one.kind !== "observed") continue;
    for (const { schema, name, kind, created, mode } of one.observation.locks) {
      if (created || !["r", "p", "v", "m"].includes(kind)) continue;
      const key = `${schema}.${name}`;
      const known = strongest.get(key);
      if (known === undefined || lockModes.indexOf(mode) > lockModes.indexOf(known)) {
        strongest.set(key, mode);
      }
    }
  }
  const promised = new Map<string, string>(promises.map(({ table, mode }) => [table, mode]));
  return [...new Set([...promised.keys(), ...strongest.keys()])].flatMap((table) => {
    const [said, real] = [promised.get(table) ?? "none", strongest.get(table) ?? "none"];
    return said === real ? [] : `${table}: promised ${said}, observed ${real}`;
  });
}

async function linesOf(database: Database): Promise<readonly string[]> {
  const answer = await catalogOf(database);
  if (!answer.ok) throw new Error(answer.message);
  return answer.lines;
}
