/** Whether a migration applies, can be taken back to exactly what was there, and applies again. */
import type { MigrationReport, StatementReport } from "../core/migration/migration.ts";
import { catalogOf, compareCatalogs } from "../engines/postgres-catalog.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { deploy, unclosed } from "./deploy.ts";
import type { ProofSubject, Trial } from "./prove.ts";
import { lackOf, refusedStatement, sayRefusal } from "./refusal.ts";

/** On a database without rows. First whether it applies; ends with the first step that fails. */
export async function applySteps(
  connection: Connection,
  { report, down }: ProofSubject,
): Promise<[applied: Trial, ...back: Trial[]]> {
  const before = await catalogOf(connection);
  const applied = await applyWhole(connection, report, "Applies to empty tables");
  if (applied.outcome === "failed") return [applied];
  if (down.kind === "none") return [applied, skipped("Can be taken back", down.reason)];
  const after = await catalogOf(connection);
  const back = await takenBack(connection, down.sql, before);
  if (back.outcome === "failed") return [applied, back];
  const again = await applyWhole(connection, report, "Applies again");
  if (again.outcome === "failed") return [applied, back, again];
  const same = await compared(connection, after, "it made something else the second time");
  return [applied, back, same === undefined ? again : failed(again.title, same)];
}

export async function applyWhole(
  connection: Connection,
  { migration, statements }: MigrationReport,
  title: string,
): Promise<Trial> {
  const refused = await deploy(connection, migration.file.source.text);
  if (refused === undefined) return { title, outcome: "passed", detail: "", refutes: false };
  if (refused === "unclosed") return failed(title, unclosed);
  return refusedTrial(title, refused, refusedStatement(statements, refused));
}

/** `refused` is the statement of the migration that it concerns, if it does. */
export function refusedTrial(
  title: string,
  refusal: Refusal,
  refused: StatementReport | undefined,
): Trial {
  const lack = lackOf(refusal);
  const [line = ""] = (refused?.statement.text ?? "").split("\n", 1);
  const place = line === "" ? "" : `${line.slice(0, 100)}: `;
  const reason = lack === undefined ? "" : `; ${lack}`;
  return {
    title,
    outcome: "failed",
    detail: `${place}${sayRefusal(refusal)}${reason}`,
    refutes: lack === undefined,
    ...(refused && { statement: refused.index }),
  };
}

export function skipped(title: string, detail: string): Trial {
  return { title, outcome: "skipped", detail, refutes: false };
}

function failed(title: string, detail: string): Trial {
  return { title, outcome: "failed", detail, refutes: true };
}

async function takenBack(
  connection: Connection,
  sql: string,
  before: Awaited<ReturnType<typeof catalogOf>>,
): Promise<Trial> {
  const title = "Can be taken back to what was there before";
  const refused = await deploy(connection, sql);
  if (refused === "unclosed") return failed(title, unclosed);
  if (refused !== undefined) return refusedTrial(title, refused, undefined);
  const same = await compared(connection, before, "it leaves the database different");
  if (same !== undefined) return failed(title, same);
  return { title, outcome: "passed", detail: "", refutes: false };
}

/** What differs, in words. */
async function compared(
  connection: Connection,
  expected: Awaited<ReturnType<typeof catalogOf>>,
  what: string,
): Promise<string | undefined> {
  const now = await catalogOf(connection);
  if (!expected.ok) return sayRefusal(expected);
  if (!now.ok) return sayRefusal(now);
  const { onlyLeft, onlyRight } = compareCatalogs(expected.lines, now.lines);
  const lines = [
    ...onlyLeft.map((line) => `missing: ${line}`),
    ...onlyRight.map((line) => `left over: ${line}`),
  ];
  if (lines.length === 0) return undefined;
  const more = lines.length > shown ? `, and ${lines.length - shown} more` : "";
  return `${what}; ${lines.slice(0, shown).join("; ")}${more}`;
}

/** How many lines of a difference are told. */
const shown = 3;
