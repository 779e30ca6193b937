/**
 * The embedded PostgreSQL as the package has it: the bundled worker with its files beside it, made
 * once and kept in .host, because initdb takes seconds.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type EmbeddedPostgres, startPostgres } from "../../src/engines/postgres.ts";
import { bundle } from "./bundle.ts";

const folder = join(import.meta.dirname, "../../.host/build/embedded");
const build = join(import.meta.dirname, "../../src/engines/build-postgres.mjs");
const script = join(folder, "postgres-worker.cjs");

/** `log` hears of databases that end unasked. */
export async function startEmbeddedPostgres(
  log: (message: string) => void = () => {},
): Promise<EmbeddedPostgres> {
  execFileSync(process.execPath, [build, join(folder, "postgres")]);
  // Test files that run side by side must not read the bundle while another one is written.
  const draft = mkdtempSync(join(folder, "draft-"));
  renameSync(await bundle("postgres-worker", draft), script);
  rmSync(draft, { recursive: true });
  return startPostgres(script, log);
}
