/** Verdicts about migrations: one per statement, silenced, weighed, and safe from rules that break. */
import { describe, expect, test, vi } from "vitest";
import { type Config, defaults } from "../../src/core/lint/config.ts";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import type { Disk } from "../../src/core/migration/disk.ts";
import type { Surroundings } from "../../src/core/migration/migration.ts";
import { checkHistory, checkMigration, subjectsOf } from "../../src/core/rules/check-migration.ts";
import { transactionInsideMigration } from "../../src/core/rules/migration/transaction-inside-migration.ts";
import { vacuumFull } from "../../src/core/rules/migration/vacuum-full.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";

/** Only these run, so that rules to come change nothing here. */
const only = (...names: readonly string[]): Config => ({
  ...defaults,
  preset: "off",
  rules: Object.fromEntries(names.map((name) => [name, severities[name] ?? "warning"])),
});

const severities: Readonly<Record<string, "error" | "warning" | "info">> = {
  "unclosed-transaction": "error",
  "trigger-left-disabled": "info",
};

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

function reportsOf(texts: readonly string[], world: Surroundings = usualWorld) {
  const migrations = texts.map((text, at) => migrationOf(`2024010100000${at}_m`, text));
  return analyseHistory(migrations, emptyCatalog, world);
}

function check(text: string, config: Config, world: Surroundings = usualWorld) {
  const last = reportsOf([user, text], world)[1];
  if (last === undefined) throw new Error("there are two files");
  return checkMigration(last, world, config);
}

const said = (text: string, config: Config, world?: Surroundings) =>
  check(text, config, world).verdicts.map(({ rule, severity }) => `${rule} ${severity}`);

describe("one verdict per statement", () => {
  const config = only(
    "trigger-left-disabled",
    "unclosed-transaction",
    "vacuum-full",
    "trigger-created",
  );

  test("the worst of them, with the others behind it", () => {
    const both = {
      ...defaults,
      rules: { "vacuum-full": "info", "statement-refused-in-transaction": "error" },
    } as const;
    const { verdicts } = check(`VACUUM FULL "User"; SELECT 1;`, { ...both, preset: "off" });
    expect(verdicts.map(({ rule, statement }) => [rule, statement])).toEqual([
      ["statement-refused-in-transaction", 0],
    ]);
    expect(verdicts[0]?.also.map(({ rule }) => rule)).toEqual(["vacuum-full"]);
  });

  test("among equals the one that is listed first", () => {
    const equal = only("statement-refused-in-transaction", "vacuum-full");
    const [verdict] = check(`VACUUM FULL "User"; SELECT 1;`, equal).verdicts;
    expect([verdict?.rule, verdict?.also.map(({ rule }) => rule)]).toEqual([
      "statement-refused-in-transaction",
      ["vacuum-full"],
    ]);
  });

  test("several statements have one each, in the order in which they stand", () => {
    const text = `BEGIN; ALTER TABLE "User" DISABLE TRIGGER ALL; VACUUM FULL "User";`;
    expect(check(text, config).verdicts.map(({ rule, statement }) => [rule, statement])).toEqual([
      ["unclosed-transaction", 0],
      ["trigger-left-disabled", 1],
      ["vacuum-full", 2],
    ]);
  });

  test("what a rule says of the file is said of the statement it points at", () => {
    const [verdict] = check("SELECT 1; BEGIN; SELECT 2;", only("unclosed-transaction")).verdicts;
    expect(verdict?.statement).toBe(1);
  });

  test("only the first line of a statement is underlined", () => {
    const [verdict] = check(`VACUUM FULL\n  "User";`, config).verdicts;
    expect([verdict?.at.start, verdict?.at.end]).toEqual([0, "VACUUM FULL".length]);
  });
});

describe("ignores", () => {
  const config = { ...only("vacuum-full", "ignore-without-effect", "ignore-without-reason") };
  const full = `VACUUM FULL "User";`;

  test("above the statement, behind it, inside it, and for the file", () => {
    expect(said(`-- architect-ignore vacuum-full: at night\n${full}`, config)).toEqual([]);
    expect(said(`${full} -- architect-ignore vacuum-full: at night`, config)).toEqual([]);
    expect(said(`VACUUM FULL\n-- architect-ignore vacuum-full: at night\n"User";`, config)).toEqual(
      [],
    );
    expect(said(`/* architect-ignore vacuum-full: at night */\n${full}`, config)).toEqual([]);
    const wide = `-- architect-ignore-file vacuum-full: at night\nSELECT 1;\n${full}\n${full}`;
    expect(said(wide, config)).toEqual([]);
  });

  test("covers one statement only", () => {
    const text = `-- architect-ignore vacuum-full: at night\n${full}\n${full}`;
    expect(check(text, config).verdicts.map(({ statement }) => statement)).toEqual([1]);
  });

  test("the one behind a statement does not cover the next", () => {
    const text = `SELECT 1; -- architect-ignore vacuum-full: at night\n${full}`;
    expect(said(text, config)).toEqual(["ignore-without-effect warning", "vacuum-full warning"]);
  });

  test("without effect, without a reason, of no rule", () => {
    const about = (comment: string) =>
      check(`${comment}\n${full}`, config).verdicts.map(
        ({ rule, message }) => `${rule}: ${message}`,
      );
    expect(about("-- architect-ignore vacuum-full")).toEqual([
      "ignore-without-reason: vacuum-full is silenced here without a reason",
    ]);
    expect(about("-- architect-ignore vacuum-ful: at night")[0]).toBe(
      "ignore-without-effect: There is no rule called vacuum-ful",
    );
    expect(about("-- architect-ignore: at night")[0]).toBe(
      "ignore-without-effect: This comment names no rule to silence",
    );
  });

  test("of a rule that does not run it is left in peace", () => {
    expect(said("-- architect-ignore trigger-created: on purpose\nSELECT 1;", config)).toEqual([]);
  });

  test("takes away what is behind the worst, too, and lets the next come forward", () => {
    const two = only("statement-refused-in-transaction", "vacuum-full");
    const text = `-- architect-ignore statement-refused-in-transaction: run by hand\n${full} SELECT 1;`;
    const { verdicts } = check(text, two);
    expect(verdicts.map(({ rule, also }) => [rule, also.length])).toEqual([["vacuum-full", 0]]);
  });
});

describe("severity", () => {
  const rows = (count: number): Surroundings => ({
    ...usualWorld,
    rows: new Map([["public.User", count]]),
  });
  const refresh = `VACUUM FULL "User";`;

  test("rises with the rows of the table, and falls", () => {
    expect(said(refresh, defaults, rows(9_999))).toContain("vacuum-full info");
    expect(said(refresh, defaults, rows(10_000))).toContain("vacuum-full warning");
    expect(said(refresh, defaults, rows(999_999))).toContain("vacuum-full warning");
    expect(said(refresh, defaults, rows(1_000_000))).toContain("vacuum-full error");
    expect(said(refresh, defaults)).toContain("vacuum-full warning");
  });

  test("who states one means it, off too", () => {
    const stated = (severity: "hint" | "off") => ({
      ...defaults,
      rules: { "vacuum-full": severity },
    });
    expect(said(refresh, stated("hint"), rows(5_000_000))).toEqual(["vacuum-full hint"]);
    expect(said(refresh, stated("off"), rows(5_000_000))).toEqual([]);
  });

  test("a rule of a louder preset waits for it", () => {
    const lock = `LOCK TABLE "User"; SELECT 1;`;
    const of = (preset: Config["preset"]) =>
      said(lock, { ...defaults, preset }).some((one) => one.startsWith("lock-table-statement"));
    expect([of("recommended"), of("strict"), of("all")]).toEqual([false, true, true]);
  });
});

describe("rules that break", () => {
  test("leave the others, and are told of", () => {
    const broken = vi.spyOn(vacuumFull, "check").mockImplementation(() => {
      throw new Error("out of ideas");
    });
    const file = vi.spyOn(transactionInsideMigration, "check").mockImplementation(() => {
      throw "no error at all";
    });
    const config = only(
      "vacuum-full",
      "transaction-inside-migration",
      "statement-refused-in-transaction",
    );
    const { verdicts, crashes } = check(`VACUUM FULL "User"; SELECT 1;`, config);
    broken.mockRestore();
    file.mockRestore();
    expect(verdicts.map(({ rule }) => rule)).toEqual(["statement-refused-in-transaction"]);
    expect(crashes.map(({ rule, detail }) => [rule, detail.split("\n")[0]])).toEqual([
      // It is shown the one statement with a VACUUM in it.
      ["vacuum-full", "Error: out of ideas"],
      ["transaction-inside-migration", "no error at all"],
    ]);
  });
});

describe("a history", () => {
  const disk: Disk = {
    directories: [{ name: "20230101000000_left", hasScript: false, otherFiles: [] }],
    lockFile: 'provider = "postgresql"',
    checksums: new Map(),
    applied: undefined,
    drift: undefined,
  };
  const config = only("directory-without-script", "vacuum-full", "empty-migration");

  test("what concerns a directory stands beside the statement, not behind it", () => {
    const files = reportsOf([`VACUUM FULL "User";`, ""]);
    const [first, second, ...others] = checkHistory(files, disk, usualWorld, config);
    expect(first?.verdicts.map(({ rule, statement }) => [rule, statement])).toEqual([
      ["vacuum-full", 0],
      ["directory-without-script", undefined],
    ]);
    expect(second?.verdicts.map(({ rule }) => rule)).toEqual(["empty-migration"]);
    expect(others).toEqual([]);
  });

  test("nothing is said about what the configuration calls history", () => {
    const files = reportsOf([`VACUUM FULL "User";`, `VACUUM FULL "User";`]);
    const database = { ...defaults.database, startAfter: "20240101000000_m" };
    const checks = checkHistory(files, disk, usualWorld, { ...config, database });
    expect(checks.map(({ verdicts }) => verdicts.length)).toEqual([0, 1]);
  });
});

test("a statement knows the strongest lock that those before it hold, until COMMIT", () => {
  const text = `
    UPDATE "User" SET "name" = '';
    ALTER TABLE "User" ADD COLUMN "a" INT;
    UPDATE "User" SET "name" = '';
    COMMIT;
    CREATE TABLE "Log" ("id" INT);
    ALTER TABLE "Log" ADD COLUMN "a" INT;
    SELECT 1;
  `;
  const report = reportsOf([user, text])[1];
  if (report === undefined) throw new Error("there are two files");
  const held = subjectsOf(report, usualWorld).map((subject) => [...subject.held]);
  expect(held).toEqual([
    [],
    [["public.User", "ROW EXCLUSIVE"]],
    [["public.User", "ACCESS EXCLUSIVE"]],
    [["public.User", "ACCESS EXCLUSIVE"]],
    [],
    [],
    [],
  ]);
});
