/**
 * Replays the histories of the corpus in the embedded PostgreSQL, a fresh database for each: which
 * can be, and why others cannot. `--observe FOLDER` writes what each statement does as JSON lines,
 * `--rows COUNT` with rows in the tables, `--project NAME` only for one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { splitSql } from "../../src/core/sql/split.ts";
import {
  type Database,
  type EmbeddedPostgres,
  extensionsNamedIn,
  startPostgres,
} from "../../src/engines/postgres.ts";
import type { Refusal } from "../../src/engines/postgres-connection.ts";
import { type CutMigration, replay } from "../../src/engines/postgres-replay.ts";
import { observeHistory } from "./observe-history.ts";

export type History = { readonly name: string; readonly migrations: readonly CutMigration[] };

/** `script` is the bundled worker. The exit code: 0 unless there is nothing to replay. */
export async function main(script: string, args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      project: { type: "string" },
      observe: { type: "string" },
      rows: { type: "string", default: "0" },
    },
  });
  const histories = corpusHistories().filter(({ name }) => name.includes(values.project ?? ""));
  if (histories.length === 0) {
    console.log("corpus not found: nothing is replayed");
    return 0;
  }
  if (values.observe !== undefined) mkdirSync(values.observe, { recursive: true });
  const postgres = startPostgres(script, console.log);
  const total = { migrations: 0, applied: 0, statements: 0 };
  const started = performance.now();
  for (const history of histories) {
    const begun = performance.now();
    const { applied, refused } = await apply(postgres, history);
    const statements = count(history.migrations);
    total.migrations += history.migrations.length;
    total.applied += applied.length;
    total.statements += statements;
    console.log(
      `${history.name}: ${applied.length} of ${history.migrations.length} migrations, ${statements} statements, ${seconds(begun)}`,
    );
    for (const one of refused)
      console.log(`  ${one.name}: ${one.refusal.code} ${one.refusal.message}\n    ${one.text}`);
    if (values.observe === undefined) continue;
    const observing = performance.now();
    const seen = await observeHistory(
      () => open(postgres, history),
      { name: history.name, migrations: applied },
      Number(values.rows),
    );
    writeFileSync(join(values.observe, `${history.name}.jsonl`), seen.lines.join(""));
    console.log(`  observed ${seen.summary}, ${seconds(observing)}`);
  }
  const { migrations, applied, statements } = total;
  console.log(
    `${applied} of ${migrations} migrations, ${statements} statements, ${seconds(started)}, ${ofProcessor()}`,
  );
  await postgres.stop();
  return 0;
}

type Refused = { readonly name: string; readonly refusal: Refusal; readonly text: string };

/** One that is refused is passed over, as if its developer had taken it out; the others go on. */
async function apply(postgres: EmbeddedPostgres, history: History) {
  const database = await open(postgres, history);
  const applied: CutMigration[] = [];
  const refused: Refused[] = [];
  for (const migration of history.migrations) {
    const end = await replay(database, [migration]);
    if (end.ok) applied.push(migration);
    else
      refused.push({
        name: migration.name,
        refusal: end.refusal,
        text: refusedText(migration, end.refusal),
      });
  }
  await database.close();
  return { applied, refused };
}

async function open(postgres: EmbeddedPostgres, { migrations }: History): Promise<Database> {
  const extensions = extensionsNamedIn(migrations.map(({ text }) => text).join("\n"));
  const opened = await postgres.open({ extensions });
  if (!opened.ok) throw new Error(opened.message);
  return opened.database;
}

/** The first line of the statement. A mistake of syntax stops a script before its first one. */
function refusedText(
  { text, statements }: CutMigration,
  { offset = 0, completed = 0, code }: Refusal,
): string {
  const at = statements.findIndex(({ end }) => offset < end);
  const { start, end } = statements[code === "42601" ? at : completed] ?? { start: 0, end: 0 };
  return text.slice(start, end).split("\n", 1)[0]?.slice(0, 120) ?? "";
}

const count = (migrations: readonly CutMigration[]) =>
  migrations.reduce((sum, { statements }) => sum + statements.length, 0);

/** Of all threads: what the clock says depends on what else the machine does. */
function ofProcessor(): string {
  const { user, system } = process.cpuUsage();
  return `${((user + system) / 1e6).toFixed(0)} s of processor time`;
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

function corpusHistories(): readonly History[] {
  const corpus = join(process.cwd(), "../shared/corpus/postgresql");
  if (!existsSync(corpus)) return [];
  return readdirSync(corpus)
    .sort()
    .map((name) => ({ name, migrations: migrationsIn(join(corpus, name, "migrations")) }));
}

function migrationsIn(folder: string): readonly CutMigration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => [name, join(folder, name, "migration.sql")] as const)
    .filter(([, path]) => existsSync(path))
    .map(([name, path]) => {
      const text = readFileSync(path, "utf8");
      return { name, text, statements: splitSql(text).statements };
    });
}
