/**
 * The benchmark: our command line, server and client beside their peers in one run. Prints a
 * table and writes it to .host/bench.json. A missed goal is told; only --strict makes it an error.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { clientRows } from "./client.ts";
import { coldRows } from "./cold.ts";
import { inputs } from "./inputs.ts";
import { serverRows } from "./server.ts";
import { isMissed, printTable, type Row, writeJson } from "./table.ts";

const parts = ["cold", "server", "client"] as const;

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

  const wants = (part: string) => only === undefined || only === part;
  const rows: Row[] = [];
  const given = inputs();
  try {
    if (wants("cold")) rows.push(...coldRows(given, runs ?? 7));
    if (wants("server")) rows.push(...(await serverRows(given)));
    if (wants("client")) rows.push(...clientRows(runs ?? 10));
  } finally {
    given.remove();
  }

  console.log(`\nNode ${process.versions.node}, ${process.platform}, ${cpus().length} cores`);
  printTable(rows);
  writeJson(rows);
  return values.strict && rows.some(isMissed) ? 1 : 0;
}
