/**
 * Indexes built or dropped with CONCURRENTLY in the way Prisma sends a file: which statement it
 * is, and what is between it and success. Judges nothing.
 */
import type { MigrationReport, StatementReport, Surroundings } from "../../migration/migration.ts";

/** `CREATE INDEX CONCURRENTLY` or `DROP INDEX CONCURRENTLY`; undefined for every other statement. */
export function concurrently({ statement }: StatementReport): string | undefined {
  for (const step of statement.steps) {
    if (step.kind === "create-index" && step.concurrently) return "CREATE INDEX CONCURRENTLY";
    if (step.kind === "drop-index" && step.concurrently) return "DROP INDEX CONCURRENTLY";
  }
  return undefined;
}

/** From 7.4 on Prisma sends a file of nothing but CREATE INDEX CONCURRENTLY one by one. */
export function splitsConcurrentIndexes({ prisma }: Surroundings): boolean {
  if (prisma === undefined) return false;
  const [major, minor] = prisma;
  return major > 7 || (major === 7 && minor >= 4);
}

/** Whether the file would work if the SET statements in it were left out. */
export function isSettingsOnly(file: MigrationReport, world: Surroundings): boolean {
  const rest = file.statements.filter((report) => !isSetting(report));
  if (rest.length === file.statements.length || rest.length === 0) return false;
  const commands = rest.map(concurrently);
  if (rest.length === 1) return commands[0] !== undefined;
  return (
    splitsConcurrentIndexes(world) && commands.every((command) => command?.startsWith("CREATE"))
  );
}

/** `SET lock_timeout = …`, or `SELECT set_config(…)`. */
export function isSetting({ statement: { steps } }: StatementReport): boolean {
  return (
    steps.length > 0 &&
    steps.every(
      (step) =>
        step.kind === "set" ||
        (step.kind === "select" &&
          step.functions.length === 1 &&
          step.functions[0] === "set_config"),
    )
  );
}
