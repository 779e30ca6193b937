/**
 * A schema as an embedded database that plans as with a million rows in each table, and what the
 * rules about plans say there of a query: built as the editor builds it, explained as it explains.
 */
import { applyChanges } from "../../src/core/base/text.ts";
import { defaults } from "../../src/core/lint/config.ts";
import { analyseMigration } from "../../src/core/migration/analyse.ts";
import { beyondSchema, scriptsWith } from "../../src/core/migration/beyond-schema.ts";
import type { Surroundings } from "../../src/core/migration/migration.ts";
import { measure } from "../../src/core/plan/measure.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { checkPlan } from "../../src/core/rules/check-plan.ts";
import type { PlanVerdict } from "../../src/core/rules/plan-rule.ts";
import { addBlockAttribute } from "../../src/core/schema/edit.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import type { EmbeddedExplainer } from "../../src/explain/embedded.ts";
import type { OpenedEmbedded } from "../../src/explain/embedded-wish.ts";
import { explainOn } from "../../src/explain/explain.ts";
import { ddlOf, errorsOf, type PrismaFile } from "../support/prisma.ts";
import { type Cures, noCures } from "./advised-indexes-cures.ts";
import type { Asked } from "./advised-indexes-parts.ts";
import type { History } from "./histories.ts";

const parse = await loadPgParser();
const nowhere: Surroundings = { postgres: 17, prisma: undefined, rows: new Map() };

const rowsOfEach = 1_000_000;

export type World = {
  readonly schema: Schema;
  readonly opened: OpenedEmbedded;
  /** Names of all that is there, also of what migrations made by hand. */
  readonly indexes: ReadonlySet<string>;
};

export function schemaOf(files: readonly PrismaFile[]): Schema {
  return resolve(files.map(([path, text]) => parseFile(path, text)));
}

/** Throws with the server's words where there is no such database. */
export async function openWorld(
  explainer: EmbeddedExplainer,
  files: readonly PrismaFile[],
  history: History | undefined,
  { additions, statements }: Cures = noCures,
): Promise<World> {
  const { schema, refused } = withAdditions(files, additions);
  if (refused.length > 0) throw new Error(refused.join("\n"));
  const texts = schema.files.map(({ path, text }) => [path, text] as const);
  const made = await ddlOf(texts);
  const beyond = history && beyondSchema(headOf(history), catalogOf(made));
  const isByTrigrams = /gin_trgm_ops/.test([made, ...statements].join());
  const migrations = [
    // Advised with the index.
    { name: "extension", text: isByTrigrams ? "CREATE EXTENSION IF NOT EXISTS pg_trgm;" : "" },
    ...scriptsWith(beyond ?? { before: [], after: [] }, made),
    ...statements.map((text, at) => ({ name: `${at}`, text: text.replace(" CONCURRENTLY", "") })),
  ];
  const rows = Object.fromEntries(tablesOf(schema).map((table) => [table, rowsOfEach]));
  const opened = await explainer.open({
    build: { kind: "history", migrations },
    statistics: { kind: "assumed", rows },
  });
  if (!opened.ok) throw new Error(opened.message);
  const names = await opened.connection.query("SELECT relname FROM pg_class WHERE relkind = 'i'");
  const indexes = (names.ok ? names.rows : []).flatMap(([name]) => name ?? []);
  return { schema, opened, indexes: new Set(indexes) };
}

/** The schema with the lines, and what Prisma says against any of them. */
export function withAdditions(
  files: readonly PrismaFile[],
  additions: Cures["additions"],
): { readonly schema: Schema; readonly refused: readonly string[] } {
  let schema = schemaOf(files);
  let rest = additions;
  // One line for each model at a time: further ones find their place in what is there by then.
  while (rest.length > 0) {
    const first = [...new Map(rest.map((one) => [one.model, one])).values()];
    const edits = first.flatMap(({ model, attribute }) => {
      const block = schema.models.find(({ shape }) => shape.name === model)?.shape.block;
      return block === undefined ? [] : addBlockAttribute(block, attribute);
    });
    const changes = placeEdits(edits, placer(schema.files));
    if (changes === undefined || edits.length < first.length) {
      return { schema, refused: ["there is no model to add a line to"] };
    }
    schema = resolve(
      schema.files.map((file) => {
        const own = changes.get(file);
        return own ? parseFile(file.path, applyChanges(file.text, own), file) : file;
      }),
    );
    rest = rest.filter((one) => !first.includes(one));
  }
  return { schema, refused: additions.length === 0 ? [] : newErrors(files, schema) };
}

function newErrors(files: readonly PrismaFile[], { files: changed }: Schema): string[] {
  const before = new Set(errorsOf(files));
  return errorsOf(changed.map(({ path, text }) => [path, text] as const)).filter(
    (text) => !before.has(text),
  );
}

function tablesOf({ models }: Schema): string[] {
  return models.flatMap(({ shape, relations }) => {
    const schema = shape.dbSchema ?? "public";
    const hidden = relations.flatMap(({ joinTable }) => joinTable?.name ?? []);
    return [shape.table, ...hidden].map((table) => `${schema}.${table}`);
  });
}

function catalogOf(text: string): Catalog {
  const migration = { name: "", path: undefined, file: readSql(text, parse) };
  return analyseMigration(migration, emptyCatalog, nowhere).after;
}

function headOf({ migrations }: History): Catalog {
  return migrations.reduce((before, { name, text }) => {
    const migration = { name, path: undefined, file: readSql(text, parse) };
    return analyseMigration(migration, before, nowhere).after;
  }, emptyCatalog);
}

export type Judged = {
  readonly asked: Asked;
  readonly plan: Plan;
  readonly cost: number;
  readonly verdicts: readonly PlanVerdict[];
};

/** `value`: with the values; `generic`: for any. The reason as a text where there is no plan. */
export async function judge(
  { schema, opened }: World,
  asked: Asked,
  mode: "value" | "generic" = "value",
): Promise<Judged | string> {
  const explained = await explainOn(opened.connection, opened.server, {
    sql: asked.sql,
    values: mode === "value" ? asked.values : asked.values.map(() => undefined),
    mode: "plan",
  });
  if (!explained.ok) return `${explained.code} ${explained.message}`;
  const read = readPlan(explained.json);
  if (!read.ok) return read.reason;
  const { plan } = read;
  const subject = {
    plan,
    measured: measure(plan),
    schema,
    sql: asked.sql,
    postgres: opened.server.postgres,
  };
  const { verdicts, crashes } = checkPlan(subject, { ...defaults, preset: "all" });
  const [crash] = crashes;
  if (crash !== undefined) return `${crash.rule} broke: ${crash.detail}`;
  return { asked, plan, cost: plan.nodes[0]?.totalCost ?? 0, verdicts };
}
