/** Temporary: what part 1 says about the corpus. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { defaults } from "../../../src/core/lint/config.ts";
import { analyseHistory } from "../../../src/core/migration/analyse.ts";
import { checkMigration, subjectsOf } from "../../../src/core/rules/check-migration.ts";
import { migrationFileRules, statementRules } from "../../../src/core/rules/migration/index.ts";
import { emptyCatalog } from "../../../src/core/sql/apply.ts";
import { readSql } from "../../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../../src/engines/pg-parser.ts";
const names = new Set(readFileSync("/tmp/r1/names.txt", "utf8").trim().split("\n"));
const corpus = "/work/shared/corpus/postgresql";
test("corpus", async () => {
  const parse = await loadPgParser();
  const world = { postgres: 17, prisma: undefined, rows: new Map() };
  writeFileSync("/tmp/r1/found.jsonl", "");
  const counts: Record<string, { n: number; fix: number; preset: string }> = {};
  const verdicts: Record<string, number> = {};
  let files = 0, recommended = 0, own = 0;
  const out: string[] = [];
  for (const project of readdirSync(corpus)) {
    const dir = join(corpus, project, "migrations");
    if (!existsSync(dir)) continue;
    const migrations = readdirSync(dir).sort().filter((n) => existsSync(join(dir, n, "migration.sql"))).map((name) => {
      const path = join(dir, name, "migration.sql");
      return { name, path, file: readSql(readFileSync(path, "utf8"), parse) };
    });
    const reports = analyseHistory(migrations, emptyCatalog, world);
    for (const file of reports) {
      files++;
      const check = checkMigration(file, world, defaults);
      for (const c of check.crashes) if (names.has(c.rule)) console.log(c.rule, c.detail.split("\n").slice(0, 3).join(" | "));
      recommended += check.verdicts.length;
      for (const v of check.verdicts) { verdicts[v.rule] = (verdicts[v.rule] ?? 0) + 1; if (names.has(v.rule)) own++; }
      const say = (rule: any, f: any) => {
        const c = (counts[rule.name] ??= { n: 0, fix: 0, preset: rule.preset ?? "recommended" });
        c.n++; if (f.fix) c.fix++;
        out.push(JSON.stringify({ rule: rule.name, path: `${project}/${file.migration.name}`, text: f.at.source.text.slice(f.at.start, f.at.end), message: f.message, fix: f.fix && { title: f.fix.title, edits: f.fix.edits.map((e: any) => [e.at.source.text.slice(e.at.start, e.at.end), e.text]) } }));
      };
      for (const rule of statementRules) if (names.has(rule.name)) for (const s of subjectsOf(file, world)) for (const f of rule.check(s)) say(rule, f);
      for (const rule of migrationFileRules) if (names.has(rule.name)) for (const f of rule.check({ file, world })) say(rule, f);
    }
  }
  appendFileSync("/tmp/r1/found.jsonl", out.join("\n"));
  console.log("files", files, "verdicts recommended", recommended, (recommended / files).toFixed(3), "own", own, (own / files).toFixed(3));
  console.log(Object.entries(counts).sort((a, b) => b[1].n - a[1].n).map(([k, c]) => `${k} ${c.n} fix ${c.fix} ${c.preset} shown ${verdicts[k] ?? 0}`).join("\n"));
  console.log("others shown:", Object.entries(verdicts).filter(([k]) => !names.has(k)).sort((a, b) => b[1] - a[1]).map(([k, n]) => `${k} ${n}`).join(", "));
}, 120000);
