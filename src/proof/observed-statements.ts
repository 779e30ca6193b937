/**
 * What each statement of a migration did to the relations of a running server, told as a proof
 * tells it and held against the prediction for that server. Runs nothing.
 */

import type { MigrationReport, StatementReport } from "../core/migration/migration.ts";
import type { ProvenStatement } from "../core/migration/proof.ts";
import type { Catalog } from "../core/sql/catalog.ts";
import type { Lock, Relation } from "../core/sql/effect.ts";
import { effectsOf } from "../core/sql/effects.ts";
import { type LockMode, lockModes } from "../core/sql/step.ts";
import { shortName } from "../core/sql/write-name.ts";
import type { Observation, ObservedRelation } from "../engines/postgres-observe.ts";
import type { ObservedStatement, Transactions } from "../engines/postgres-replay.ts";
import { differences, type Seen } from "./compare.ts";

/** How the statements were run, which decides what can be seen of each. */
export type Way = {
  readonly transactions: Transactions;
  /** Major version of the server. */
  readonly postgres: number;
  /** Whether a table held rows when the migration began, by its whole name. */
  readonly hasRows: (table: string) => boolean;
};

export function provenStatements(
  report: MigrationReport,
  observed: readonly ObservedStatement[],
  way: Way,
): ProvenStatement[] {
  const held = new Map<string, LockMode>();
  return observed.flatMap((result): ProvenStatement[] => {
    const statement = report.statements[result.index];
    if (statement === undefined || !("observation" in result)) return [];
    const seen = seenBy(result.observation, statement.before, way.transactions);
    const isUnseen = result.kind === "unseen";
    const found = isUnseen ? [] : compared(statement, seen, way, held, emptyIn(result.observation));
    for (const { name, mode } of seen.locks) hold(held, name, mode);
    const isOld = ({ name, kind }: Relation) => kind !== "index" && !report.created.has(name);
    return [
      {
        index: result.index,
        locks: seen.locks
          .filter(isOld)
          .map(({ name, mode }) => ({ table: shortName(name), mode }))
          .sort((a, b) => lockModes.indexOf(b.mode) - lockModes.indexOf(a.mode)),
        rewrites: seen.rewrites.filter(isOld).map(({ name }) => shortName(name)),
        scans: seen.scans.filter((name) => !report.created.has(name)).map(shortName),
        asPredicted: found.length === 0,
        isUnseen,
        differences: found,
      },
    ];
  });
}

function compared(
  { statement, before }: StatementReport,
  seen: Seen,
  { postgres, transactions, hasRows }: Way,
  held: ReadonlyMap<string, LockMode>,
  empty: ReadonlySet<string>,
): string[] {
  const told = effectsOf(statement, before, { postgres, timeZone: "UTC" });
  if (told.isUnknown) return [];
  // In one transaction, a lock that is held already is not seen to be taken again.
  const isVisible = ({ name, mode }: Lock) => {
    const known = transactions === "together" ? held.get(name) : undefined;
    return known === undefined || lockModes.indexOf(known) < lockModes.indexOf(mode);
  };
  const predicted = {
    ...told,
    locks: told.locks.filter((lock) => !isTemporary(lock) && isVisible(lock)),
    // That nobody was seen to read rows of an empty table says nothing.
    scans: told.scans.filter(
      (table) => seen.scans.includes(table) || (hasRows(table) && !empty.has(table)),
    ),
  };
  return differences(predicted, { ...seen, locks: seen.locks.filter(isVisible) });
}

/** Other sessions do not see a temporary table, and those who watch do not look at them. */
function isTemporary({ name }: Relation): boolean {
  return name.startsWith("pg_temp");
}

/** What the statement itself made, and nobody knew before, is left out. */
function seenBy(observation: Observation, before: Catalog, transactions: Transactions): Seen {
  const relation = (one: ObservedRelation) => relationOf(one, before, transactions);
  return {
    locks: observation.locks.flatMap((lock) =>
      relation(lock).map((one) => ({ ...one, mode: lock.mode })),
    ),
    rewrites: observation.rewrites.flatMap(relation),
    scans: observation.scans
      .filter(({ rows }) => rows > 0)
      .flatMap(relation)
      .map(({ name }) => name),
  };
}

/** Tables that were read from end to end and turned out to hold nothing. */
function emptyIn({ scans }: Observation): Set<string> {
  const empty = scans.filter(({ rows }) => rows === 0);
  return new Set(empty.map(({ schema, name }) => `${schema}.${name}`));
}

function relationOf(
  { schema, name: plain, kind: letter, created }: ObservedRelation,
  { tables, views, indexes }: Catalog,
  transactions: Transactions,
): Relation[] {
  const kind = kinds[letter];
  if (kind === undefined) return [];
  const name = `${schema}.${plain}`;
  const isKnown = tables.has(name) || views.has(name) || indexes.has(name);
  // In one transaction, a name that was dropped and made again was there when the file began.
  return isKnown || (transactions === "alone" && !created) ? [{ name, kind }] : [];
}

/** By `pg_class.relkind`; sequences and foreign tables are not predicted. */
const kinds: Readonly<Record<string, Relation["kind"]>> = {
  r: "table",
  p: "table",
  v: "view",
  m: "materialized view",
  i: "index",
  I: "index",
};

function hold(held: Map<string, LockMode>, name: string, mode: LockMode): void {
  const known = held.get(name);
  if (known !== undefined && lockModes.indexOf(known) > lockModes.indexOf(mode)) return;
  held.set(name, mode);
}
