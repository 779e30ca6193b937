/**
 * An editor on a small shop whose database is a real PostgreSQL 18 with a password: connects it,
 * explains queries on it, and keeps everything that the language server says meanwhile.
 */
import { dirname, join } from "node:path";
import type { CancellationToken } from "vscode-languageserver/node";
import { readOnlyConnection } from "../../src/database/connection.ts";
import type { ExplainLimits } from "../../src/database/explain-session.ts";
import { ExplainSessions } from "../../src/database/explain-sessions.ts";
import { applicationName } from "../../src/database/line.ts";
import { startSchemaEngine } from "../../src/engines/schema-engine.ts";
import {
  type ConnectAnswer,
  connectDatabase,
  type DatabaseLabel,
  disconnectDatabase,
  labelDatabase,
} from "../../src/protocol/databases.ts";
import {
  type ExplainAnswer,
  type ExplainRequest,
  explain,
  type PlanPage,
  type TextRange,
} from "../../src/protocol/plans.ts";
import { bundleSchemaEngine } from "../support/bundle.ts";
import { type DatabaseServer, startDatabaseServer } from "../support/database-server.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { connect, type Session } from "../support/postgres-server.ts";
import { type Pause, pauseOf } from "../support/server-pause.ts";
import type { Tree } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

const schema = `datasource db {
  provider = "postgresql"
  url      = env("SHOP_DATABASE")
}

model Customer {
  id     Int     @id @default(autoincrement())
  email  String  @unique
  orders Order[]
}

model Order {
  id         Int @id @default(autoincrement())
  customerId Int @map("customer_id")
  total      Int

  customer Customer @relation(fields: [customerId], references: [id])

  @@map("orders")
}
`;

const tables = `
  CREATE TABLE "Customer" (id serial PRIMARY KEY, email text NOT NULL UNIQUE);
  CREATE TABLE orders (
    id serial PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES "Customer",
    total integer NOT NULL);
  INSERT INTO "Customer" (email) SELECT 'u' || i FROM generate_series(1, 500) i;
  INSERT INTO orders (customer_id, total) SELECT i % 500 + 1, i % 90 FROM generate_series(1, 50000) i;
  CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER note_order BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noted();
  CREATE FUNCTION settle() RETURNS integer LANGUAGE plpgsql AS 'BEGIN UPDATE orders SET total = 0; RETURN 1; END';
  CREATE VIEW settled AS SELECT id, settle() AS done FROM orders;
  CREATE FUNCTION slow(s integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM pg_sleep(s); RETURN s; END';
  CREATE TABLE payroll (id integer PRIMARY KEY);
  ALTER TABLE "Customer" OWNER TO owner; ALTER TABLE orders OWNER TO owner; ALTER VIEW settled OWNER TO owner;
  ANALYZE`;

export type Shop = {
  readonly server: DatabaseServer;
  /** As superuser, in the database of the shop. */
  readonly admin: Session;
  readonly editor: Editor;
  /** A file of the project. */
  readonly file: (path: string) => string;
  readonly env: string;
  readonly connect: (source: object, label?: DatabaseLabel) => Promise<ConnectAnswer>;
  readonly relabel: (label: DatabaseLabel) => Promise<void>;
  readonly disconnect: () => Promise<void>;
  readonly ask: (
    text: string,
    more?: Partial<ExplainRequest>,
    token?: CancellationToken,
  ) => Promise<ExplainAnswer>;
  /** Throws what was answered instead of a page. */
  readonly page: (text: string, more?: Partial<ExplainRequest>) => Promise<PlanPage>;
  /** State and statement of each session of ours, by a new session of somebody else's. */
  readonly ours: () => Promise<readonly string[]>;
  readonly pause: Pause;
  readonly stop: () => Promise<void>;
};

/** `kept` is how long an unused session is kept, in milliseconds. */
export async function openShop(
  folder: (tree?: Tree) => string,
  limits: Partial<ExplainLimits>,
  kept: number,
): Promise<Shop> {
  const engine = await bundleSchemaEngine(folder());
  const postgres = await startEmbeddedPostgres();
  const server = await startDatabaseServer();
  const admin = await connect({ ...server.config, database: "app" });
  const made = await admin.exec(tables);
  if (!made.ok) throw new Error(made.message);
  const data = await admin.query("SHOW hba_file");
  const pause = pauseOf(dirname((data.ok && data.rows[0]?.[0]) || ""));

  const root = folder({
    "prisma/schema.prisma": schema,
    "prisma/.env": `SHOP_DATABASE="${server.urlOf()}"\n`,
  });
  const editor = new Editor({
    ...noEngines,
    startSchemaEngine: (log) => startSchemaEngine(engine, log),
    startPostgres: () => ({ ...postgres, stop: async () => {} }),
    loadExplainSessions: async () => new ExplainSessions(limits, kept),
    openDatabase: (url) => readOnlyConnection(url, { connect: limits.connect ?? 3_000 }),
  });
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
  const file = (path: string) => uriOf(join(root, path));
  const uri = file("prisma/schema.prisma");

  const ask = (text: string, more: Partial<ExplainRequest> = {}, token?: CancellationToken) => {
    const request: ExplainRequest = {
      uri: file("queries/report.sql"),
      languageId: "sql",
      text,
      start: more.start ?? 0,
      end: more.start ?? 0,
      mode: "plan",
      target: undefined,
      values: [],
      remembered: {},
      times: 1,
      agreed: [],
      isTrusted: true,
      token: "t",
      ...more,
    };
    return editor.ask<ExplainAnswer>(explain, request, token);
  };

  return {
    server,
    admin,
    editor,
    file,
    env: join(root, "prisma/.env"),
    connect: (source, label = "staging") => editor.ask(connectDatabase, { uri, source, label }),
    relabel: async (label) => void (await editor.ask(labelDatabase, { uri, label })),
    disconnect: async () => void (await editor.ask(disconnectDatabase, { uri })),
    ask,
    async page(text, more = {}) {
      const answer = await ask(text, more);
      if (answer.kind !== "page") throw new Error(JSON.stringify(answer));
      return answer.page;
    },
    async ours() {
      const watcher = await connect(server.config);
      const answer = await watcher.query(
        `SELECT state || ': ' || query FROM pg_stat_activity WHERE application_name = '${applicationName}'`,
      );
      await watcher.close();
      return answer.ok ? answer.rows.map(([text]) => text ?? "") : [answer.message];
    },
    pause,
    async stop() {
      await editor.stop();
      await pause.end();
      await admin.close();
      await server.stop();
      await postgres.stop();
    },
  };
}

/** What stands in a text from where a range begins. */
export function textFrom(text: string, range: TextRange | undefined): string {
  if (range === undefined) return "no range";
  const { line, character } = range.start;
  return text.split("\n").slice(line).join("\n").slice(character);
}
