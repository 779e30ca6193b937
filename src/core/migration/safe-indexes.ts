/** Indexes of tables in use: built and dropped while writes go on, each in a migration of its own. */
import { textOf } from "../base/text.ts";
import type { Qualified } from "../sql/catalog.ts";
import { keyOf, qualify } from "../sql/names.ts";
import type { StatementReport } from "./migration.ts";
import {
  directoryWord,
  type Of,
  type Place,
  type PlannedStep,
  plainTable,
  type SafePlan,
  stepsOf,
} from "./safe-plan.ts";
import { pathOfKey } from "./write-sql.ts";

export const brokenIndex =
  "If building an index fails, it stays behind invalid: drop it, mend the rows, and apply the migration again";

/** All that one transaction builds over a table, from its first CREATE INDEX on. */
export function indexesConcurrently(place: Place): SafePlan[] {
  const { file, report } = place;
  const [step] = stepsOf(report, "create-index");
  const table = step && plainTable(place, step.table);
  if (step === undefined || table === undefined || file.statements.length === 1) return [];
  const own = file.statements.filter(({ transaction }) => {
    return transaction.number === report.transaction.number;
  });
  const built = own.flatMap((one) => buildOf(one, table.key) ?? []);
  const [first] = built;
  if (first?.report !== report || report.transaction.isExplicit) return [];
  const names = built.map(({ name }) => name);
  const [only = ""] = names;
  return [
    {
      title:
        built.length === 1
          ? `Build ${only} concurrently, in a migration of its own`
          : `Build ${built.length} indexes of ${table.table.name} concurrently, each in a migration of its own`,
      rule: "index-not-concurrent",
      statement: report.index,
      instead: new Map(built.map((one) => [one.report.index, ""])),
      following: built.map(({ name, sql }) =>
        migration(`create_${name}`, `-- CreateIndex\n${sql}`),
      ),
      remarks: [brokenIndex],
      late: {
        kind: built.some((one) => one.step.isUnique) ? "key" : "index",
        names: [table.key, ...names.map((name) => keyOf(table.table.schema, name))],
      },
    },
  ];
}

type Build = {
  readonly report: StatementReport;
  readonly step: Of<"create-index">;
  readonly name: string;
  readonly sql: string;
};

function buildOf(report: StatementReport, table: Qualified): Build | undefined {
  const [step] = stepsOf(report, "create-index");
  if (step?.index === undefined || step.concurrently || step.only === true) return undefined;
  if (qualify(report.before, step.table) !== table) return undefined;
  const { schema } = report.before.tables.get(table) ?? { schema: "public" };
  // IF NOT EXISTS finds what an interrupted build has left behind and takes it for the index.
  if (step.ifNotExists && report.before.indexes.has(keyOf(schema, step.index))) return undefined;
  const sql = report.statement.text
    .replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX)\b/i, "$1 CONCURRENTLY")
    .replace(/^(CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY)\s+IF\s+NOT\s+EXISTS\b/i, "$1");
  return { report, step, name: step.index, sql: `${sql};\n` };
}

/** DROP INDEX CONCURRENTLY takes one index at a time. */
export function droppedConcurrently(place: Place): SafePlan[] {
  const { file, report } = place;
  const [step, ...more] = stepsOf(report, "drop-index");
  if (step === undefined || more.length > 0 || step.concurrently || step.cascade) return [];
  if (report.transaction.isExplicit) return [];
  const indexes = step.indexes.flatMap((name) => {
    return report.before.indexes.get(qualify(report.before, name)) ?? [];
  });
  const isPlain = indexes.every(
    ({ table, constraint, schema, name }) =>
      constraint === undefined &&
      file.before.indexes.has(keyOf(schema, name)) &&
      plainTable(place, { schema: table.split(".")[0], name: table.split(".")[1] ?? "" }),
  );
  const isAlone = file.statements.length === 1 && indexes.length === 1;
  if (!isPlain || indexes.length !== step.indexes.length || isAlone) return [];
  const [first] = indexes;
  if (first === undefined) return [];
  const following = indexes.map(({ schema, name }) =>
    migration(
      `drop_${name}`,
      `-- DropIndex\nDROP INDEX CONCURRENTLY ${pathOfKey(keyOf(schema, name))};\n`,
    ),
  );
  return [
    {
      title:
        indexes.length === 1
          ? `Drop ${first.name} concurrently, in a migration of its own`
          : `Drop ${indexes.length} indexes concurrently, each in a migration of its own`,
      rule: "index-dropped-not-concurrently",
      statement: report.index,
      instead: new Map([[report.index, ""]]),
      following,
      remarks: [],
      late: {
        kind: "index",
        names: indexes.flatMap(({ schema, name, table }) => [keyOf(schema, name), table]),
      },
    },
  ];
}

export function migration(name: string, sql: string): PlannedStep {
  return { name: directoryWord(name), sql, kind: "migration" };
}

export function stepText(step: Of<"add-constraint">): string {
  return textOf(step.at);
}
