/**
 * The benchmark: our command line, server and client beside their peers in one run. Prints a
 * table and writes it to .host/bench.json. A missed goal is told; only --strict makes it an error.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { clientRows } from "./client.ts";
import { coldRows } from "./cold.ts";
import { diagramRows } from "./diagram.ts";
import { erdRows } from "./erd.ts";
import { explainRows } from "./explain.ts";
import { type Inputs, inputs } from "./inputs.ts";
import { migrationRows } from "./migrations.ts";
import { previewRows } from "./preview.ts";
import { scanRows } from "./scan.ts";
import { serverRows } from "./server.ts";
import { isMissed, printTable, type Row, writeJson } from "./table.ts";

const parts = [
  "cold",
  "server",
  "scan",
  "client",
  "diagram",
  "erd",
  "preview",
  "migrations",
  "explain",
] as const;

/** Answers with the exit code. */
export async function main(words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      only: { type: "string" },
      runs: { type: "string" },
      strict: { type: "boolean" },
    },
  });
  const only = parts.find((part) => part === values.only);
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  const isWrong =
    (values.only !== undefined && only === undefined) ||
    (runs !== undefined && !(Number.isInteger(runs) && runs > 0));
  if (isWrong) {
    console.error(`Usage: npm run bench -- [--only ${parts.join("|")}] [--runs N] [--strict]`);
    return 2;
  }

  const rows = await measured(only, runs);
  console.log(`\nNode ${process.versions.node}, ${process.platform}, ${cpus().length} cores`);
  printTable(rows);
  writeJson(rows);
  return values.strict && rows.some(isMissed) ? 1 : 0;
}

/** One part, or all of them. */
async function measured(
  only: (typeof parts)[number] | undefined,
  runs: number | undefined,
): Promise<Row[]> {
  const given = inputs();
  const rows: Row[] = [];
  try {
    for (const part of parts) {
      if (only === undefined || only === part) rows.push(...(await measure[part](given, runs)));
    }
    return rows;
  } finally {
    given.remove();
  }
}

/** `runs` is how often something is repeated where that was said. */
const measure: Readonly<
  Record<(typeof parts)[number], (given: Inputs, runs?: number) => Row[] | Promise<Row[]>>
> = {
  cold: (given, runs = 7) => coldRows(given, runs),
  server: (given) => serverRows(given),
  scan: (given, runs = 5) => scanRows(given, runs),
  client: (_, runs = 10) => clientRows(runs),
  diagram: (given, runs = 20) => diagramRows(given, runs),
  erd: (given, runs = 5) => erdRows(given, runs),
  preview: (given, runs = 400) => previewRows(given, runs),
  migrations: (_, runs = 7) => migrationRows(runs, 100),
  explain: (_, runs = 200) => explainRows(runs, 5),
};
