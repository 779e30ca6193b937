#!/usr/bin/env node
/**
 * Lays out the files of the embedded PostgreSQL in a folder: its wasm, its share directory, its
 * extensions, and a cluster made once by initdb, which takes seconds, so that no user waits for it.
 * Usage: node src/engines/build-postgres.mjs dist/postgres
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const origin = dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite"));

/** Does nothing where the folder has the files of the installed version. */
export async function layOutPostgres(folder) {
  const { version } = JSON.parse(readFileSync(join(origin, "../package.json"), "utf8"));
  const mark = join(folder, "version");
  const made = `${version} ${recipe}`;
  if (existsSync(mark) && readFileSync(mark, "utf8") === made) return;
  mkdirSync(join(folder, "extensions"), { recursive: true });
  for (const name of ["pglite.wasm", "pglite.data"]) copy(name, join(folder, name));
  for (const name of readdirSync(origin).filter((file) => file.endsWith(".tar.gz"))) {
    copy(name, join(folder, "extensions", name));
  }
  write(join(folder, "cluster.tar.br"), await freshCluster());
  write(mark, made);
}

/** To be counted up whenever the cluster is made in another way. */
const recipe = 2;

/**
 * Small segments of the write-ahead log: the default of 16 MB is mostly zeros to unpack. Said to
 * sort text by a language, as most servers do, so that LIKE is planned as there: the rows
 * themselves still sort by bytes, for this server knows no language.
 */
async function freshCluster() {
  const { PGlite } = await import("@electric-sql/pglite");
  const server = await PGlite.create({ initDbStartParams: ["--wal-segsize=1"] });
  await server.exec("UPDATE pg_database SET datcollate = 'en_US.UTF-8'; CHECKPOINT");
  const file = await server.dumpDataDir("none");
  await server.close();
  return brotliCompressSync(Buffer.from(await file.arrayBuffer()), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
}

function copy(name, target) {
  const draft = `${target}.${process.pid}`;
  copyFileSync(join(origin, name), draft);
  renameSync(draft, target);
}

/** Whole or not at all: others may be reading, or writing the same. */
function write(target, content) {
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await layOutPostgres(process.argv[2]);
}
