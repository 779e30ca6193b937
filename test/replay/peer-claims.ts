/**
 * What squawk and pgfence state about the locks of each statement, read from their own reports and
 * from the words of their messages. A rule that states nothing about locks gives no claim.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Statement } from "../../src/core/sql/statement.ts";
import { type LockMode, lockModes } from "../../src/core/sql/step.ts";
import type { Claim } from "./claims.ts";

const peers = join(process.cwd(), "test/bench/node_modules");

/** By path of the file, in the order of the report. */
export type Report<Finding> = ReadonlyMap<string, readonly Finding[]>;

/** Lines and columns count from 0. */
export type SquawkFinding = {
  readonly file: string;
  readonly line: number;
  readonly rule_name: string;
  readonly help: string | null;
};

export function runSquawk(files: readonly string[]): Report<SquawkFinding> {
  const words = [join(peers, "squawk-cli/js/bin/squawk"), "--reporter", "Json", ...files];
  const { stdout } = spawnSync(process.execPath, words, { encoding: "utf8", maxBuffer: 2 ** 28 });
  const byFile = new Map<string, SquawkFinding[]>();
  for (const finding of JSON.parse(stdout) as SquawkFinding[]) {
    const same = byFile.get(finding.file);
    if (same === undefined) byFile.set(finding.file, [finding]);
    else same.push(finding);
  }
  return byFile;
}

export type PgfenceCheck = {
  readonly statement: string;
  readonly tableName: string | null;
  readonly lockMode: LockMode;
  readonly ruleId: string;
  readonly message: string;
};

/** A file that it cannot read stops pgfence, with no report at all: it is asked without that one. */
export function runPgfence(files: readonly string[]): {
  readonly report: Report<PgfenceCheck>;
  readonly refused: readonly string[];
} {
  const answer = pgfence(files);
  if (answer !== undefined) return { report: answer, refused: [] };
  if (files.length === 1) return { report: new Map(), refused: files };
  const middle = files.length >> 1;
  const halves = [runPgfence(files.slice(0, middle)), runPgfence(files.slice(middle))];
  return {
    report: new Map(halves.flatMap(({ report }) => [...report])),
    refused: halves.flatMap(({ refused }) => refused),
  };
}

function pgfence(files: readonly string[]): Report<PgfenceCheck> | undefined {
  const words = [join(peers, "@flvmnt/pgfence/dist/index.js"), "analyze", "--output", "json"];
  const { stdout, status } = spawnSync(process.execPath, [...words, ...files], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) return undefined;
  const { results } = JSON.parse(stdout) as {
    results: { filePath: string; checks: PgfenceCheck[] }[];
  };
  return new Map(results.map(({ filePath, checks }) => [filePath, checks]));
}

/** What the rule's message states, in its own words behind each. */
export function claimsOfSquawk(
  { rule_name: rule, help }: SquawkFinding,
  statement: Statement,
): readonly Claim[] {
  const claim = (
    table: string | undefined,
    modes: readonly LockMode[],
    isRewritten = false,
  ): Claim => ({ rule, table, modes, isRewritten });
  const table = tableOf(statement);
  switch (rule) {
    case "require-lock-timeout": {
      // "Statement requires: SHARE lock"
      const mode = /Statement requires: ([A-Z ]+) lock/.exec(help ?? "")?.[1];
      return isMode(mode) ? [claim(undefined, [mode])] : [];
    }
    case "adding-foreign-key-constraint":
      // "a `SHARE ROW EXCLUSIVE` lock on both tables"
      return keyTables(statement).map((one) => claim(one, ["SHARE ROW EXCLUSIVE"]));
    case "constraint-missing-not-valid":
      // "block writes to the table while that scan occurs"
      return [claim(table, from("SHARE"))];
    case "require-concurrent-index-creation":
      // "table updates are blocked, but reads are still allowed"
      return [
        claim(
          table,
          from("SHARE").filter((mode) => mode !== "ACCESS EXCLUSIVE"),
        ),
      ];
    case "require-concurrent-index-deletion":
      // "acquires an `ACCESS EXCLUSIVE` lock on the table"
      return [claim(undefined, ["ACCESS EXCLUSIVE"])];
    case "changing-column-type":
      // "requires an `ACCESS EXCLUSIVE` lock on the table … while the table is rewritten"
      return [claim(table, ["ACCESS EXCLUSIVE"], true)];
    case "adding-field-with-default":
      // "requires a table rewrite with an `ACCESS EXCLUSIVE` lock"
      return [claim(table, ["ACCESS EXCLUSIVE"], true)];
    case "adding-not-nullable-field":
      // "blocks reads while the table is scanned"
      return [claim(table, ["ACCESS EXCLUSIVE"])];
    case "adding-serial-primary-key-field":
    case "disallowed-unique-constraint":
      // "requires an `ACCESS EXCLUSIVE` lock"
      return [claim(table, ["ACCESS EXCLUSIVE"])];
    default:
      return [];
  }
}

/** `lockMode` of `tableName`, and what the message states beside it. */
export function claimsOfPgfence(check: PgfenceCheck): readonly Claim[] {
  const { ruleId, tableName, lockMode, message } = check;
  const isRewritten = /\b(?:rewrites the entire table|causes table rewrite)\b/.test(message);
  const rule = ruleId.startsWith("prefer-") ? "prefer-…" : ruleId;
  const table = tableName ?? undefined;
  const other = /\band ([A-Z ]+) lock on "([^"]+)"/.exec(message);
  return [
    { rule, table, modes: [lockMode], isRewritten },
    ...(isMode(other?.[1])
      ? [{ rule, table: other?.[2], modes: [other[1]], isRewritten: false }]
      : []),
  ];
}

function isMode(text: string | undefined): text is LockMode {
  return lockModes.some((mode) => mode === text);
}

function from(least: LockMode): readonly LockMode[] {
  return lockModes.slice(lockModes.indexOf(least));
}

function tableOf({ steps }: Statement): string | undefined {
  for (const step of steps) if ("table" in step && step.table !== undefined) return step.table.name;
  return undefined;
}

/** The table that holds a foreign key and the one it points at; both once. */
function keyTables({ steps }: Statement): readonly string[] {
  const names = steps.flatMap((step) => {
    const constraints =
      step.kind === "add-constraint"
        ? [step.constraint]
        : step.kind === "add-column"
          ? step.column.constraints
          : [];
    return constraints.flatMap((one) =>
      one.kind === "foreign-key" && "table" in step && step.table !== undefined
        ? [step.table.name, one.target.name]
        : [],
    );
  });
  return [...new Set(names)];
}
