/**
 * Walks through migrations and says of each statement what it finds and what it does. Judges
 * nothing; the rules do.
 */
import { afterTransaction, applyStatement } from "../sql/apply.ts";
import type { Catalog, Qualified } from "../sql/catalog.ts";
import { effectsOf } from "../sql/effects.ts";
import { keyOf, qualify } from "../sql/names.ts";
import { lockModes, type Step } from "../sql/step.ts";
import type {
  Migration,
  MigrationReport,
  StatementReport,
  Surroundings,
  TableLock,
} from "./migration.ts";
import { timeZoneAt, transactionsOf } from "./transaction.ts";

/** What `migration` does to a database that holds `before`. */
export function analyseMigration(
  migration: Migration,
  before: Catalog,
  world: Surroundings,
): MigrationReport {
  const transactions = transactionsOf(migration.file.statements, world.prisma);
  const statements: StatementReport[] = [];
  let now = before;
  for (const [index, statement] of migration.file.statements.entries()) {
    const transaction = transactions[index] ?? { number: 0, isAlone: false, isExplicit: false };
    const timeZone = timeZoneAt(statements, transaction);
    const effects = effectsOf(statement, now, { postgres: world.postgres, timeZone });
    const after = applyStatement(now, statement);
    statements.push({ statement, index, before: now, after, effects, transaction });
    now = after;
  }
  now = afterTransaction(now);
  const created = createdBy(before, statements);
  return {
    migration,
    statements,
    before,
    after: now,
    created,
    locks: locksOf(statements, created),
  };
}

/** Each migration stands on what those before it left. */
export function analyseHistory(
  migrations: readonly Migration[],
  start: Catalog,
  world: Surroundings,
): readonly MigrationReport[] {
  let now = start;
  return migrations.map((migration) => {
    const report = analyseMigration(migration, now, world);
    now = report.after;
    return report;
  });
}

/**
 * Tables that CREATE TABLE makes: also those that are gone again, or have another name, at the end.
 * One that a statement merely speaks of, and that nobody knows, was made by somebody else.
 */
function createdBy(before: Catalog, statements: readonly StatementReport[]): Set<Qualified> {
  const created = new Set<Qualified>();
  for (const { statement, before: was, after } of statements) {
    if (was.tables === after.tables) continue;
    for (const step of statement.steps) {
      const name = madeBy(step, was, after, created);
      if (name !== undefined && !was.tables.has(name) && !before.tables.has(name)) {
        created.add(name);
      }
    }
  }
  return created;
}

/** What a new table is called after the step: one that is made, or made and then renamed. */
function madeBy(
  step: Step,
  was: Catalog,
  after: Catalog,
  created: ReadonlySet<Qualified>,
): Qualified | undefined {
  if (step.kind === "create-table") return qualify(after, step.table);
  if (step.kind !== "rename-table" && step.kind !== "set-schema") return undefined;
  const old = qualify(was, step.table);
  if (!created.has(old)) return undefined;
  return step.kind === "set-schema"
    ? keyOf(step.to, step.table.name)
    : keyOf(was.tables.get(old)?.schema ?? "public", step.to);
}

function locksOf(
  statements: readonly StatementReport[],
  created: ReadonlySet<Qualified>,
): readonly TableLock[] {
  const byTable = new Map<Qualified, TableLock>();
  for (const { effects, index } of statements) {
    for (const { name, kind, mode } of effects.locks) {
      if (kind === "index" || kind === "sequence" || created.has(name)) continue;
      const before = byTable.get(name);
      const isStronger =
        before === undefined || lockModes.indexOf(mode) > lockModes.indexOf(before.mode);
      const by = [...(before?.by ?? []), index];
      byTable.set(name, { table: name, mode: isStronger ? mode : before.mode, by });
    }
  }
  return [...byTable.values()].sort(
    (a, b) => lockModes.indexOf(b.mode) - lockModes.indexOf(a.mode),
  );
}
