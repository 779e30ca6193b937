/**
 * A server with the shop of `truth/plan-world.ts`, and plans of queries that were really run there:
 * asked for one after the other, each in a transaction of its own that is rolled back.
 */
import { explainOn } from "../../src/explain/explain.ts";
import { world } from "../truth/plan-world.ts";
import { connect, startServer } from "./postgres-server.ts";

export type PlanServer = {
  /** Major version. */
  readonly version: number;
  /** Whether it can compile expressions. */
  readonly hasJit: boolean;
  /** EXPLAIN (ANALYZE, FORMAT JSON) as the server wrote it. Settings as SET LOCAL takes them. */
  readonly run: (sql: string, settings: readonly string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Version 18 from npm, unless a folder with other binaries is given. */
export async function startPlanServer(bin?: string): Promise<PlanServer> {
  const server = await startServer(bin);
  const session = await connect(server.config);
  async function value(sql: string): Promise<string> {
    const answer = await session.query(sql);
    if (!answer.ok) throw new Error(`${answer.message} in ${sql}`);
    return answer.rows[0]?.[0] ?? "";
  }
  for (const statement of world) await value(statement);
  const version = Math.floor(Number(await value("SHOW server_version_num")) / 10_000);

  const facts = { postgres: version, name: "PostgreSQL", isOther: false };

  async function run(sql: string, settings: readonly string[]): Promise<string> {
    // Compiling would change what one machine says and another does not.
    const all = ["jit = off", "track_io_timing = on", ...settings];
    const plan = { sql, values: [], isWrite: !/^(SELECT|WITH)\b/.test(sql) } as const;
    try {
      await value(`BEGIN; ${all.map((setting) => `SET LOCAL ${setting};`).join(" ")}`);
      // What a session plans for the first time makes it look up catalogs that are at hand later.
      await explainOn(session, facts, { ...plan, mode: "plan" });
      const answer = await explainOn(session, facts, { ...plan, mode: "run" });
      if (!answer.ok) throw new Error(`${answer.message} in ${sql}`);
      return answer.json;
    } finally {
      await value("ROLLBACK");
    }
  }

  return {
    version,
    hasJit: (await value("SELECT pg_jit_available()")) === "t",
    run,
    async stop() {
      await session.close();
      await server.stop();
    },
  };
}
