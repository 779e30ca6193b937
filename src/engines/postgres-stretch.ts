/**
 * Files of relations that are as long as if they had rows: the file system of the embedded server is
 * in memory, and a length there is a number. Knows nothing of what is planned with it.
 */
import type { PGlite } from "@electric-sql/pglite";
import { deepTree } from "./postgres-btree.ts";
import type { RelationFile } from "./postgres-messages.ts";

/**
 * A length is set without any bytes behind it, so a table of 50 GB takes no memory. This is no part
 * of what PGlite promises, so it is tried on a table of its own before the first real one.
 */
export async function stretch(server: PGlite, files: readonly RelationFile[]): Promise<boolean> {
  try {
    const system = fileSystemOf(server);
    if (system === undefined) return false;
    if (!tried.has(server)) tried.set(server, await isObeyed(server, system));
    if (tried.get(server) !== true) return false;
    for (const file of files) {
      setLength(system, file);
      if (file.depth !== undefined) setDepth(system, file, file.depth);
    }
    return true;
  } catch {
    return false;
  }
}

const tried = new WeakMap<PGlite, boolean>();

/** What is used of the file system that Emscripten gives a program. */
type FileSystem = {
  readonly analyzePath: (path: string) => { readonly exists: boolean };
  readonly writeFile: (path: string, data: Uint8Array) => void;
  readonly unlink: (path: string) => void;
  readonly lookupPath: (path: string) => { readonly node: FileNode };
};

/** `contents` may be longer or shorter than what is used. */
type FileNode = { contents: Uint8Array; usedBytes: number };

function fileSystemOf(server: PGlite): FileSystem | undefined {
  return (server as unknown as { readonly Module?: { readonly FS?: FileSystem } }).Module?.FS;
}

const dataFolder = "/pglite/data";
const pageBytes = 8192;
/** PostgreSQL cuts a relation into files of 1 GiB: `16384`, `16384.1`, `16384.2`, … */
const segmentPages = 131_072;

function setLength(system: FileSystem, { path, pages }: RelationFile): void {
  const last = Math.max(Math.ceil(pages / segmentPages) - 1, 0);
  for (let segment = 0; segment <= last; segment++) {
    const file = segmentFile(path, segment);
    if (!system.analyzePath(file).exists) system.writeFile(file, new Uint8Array(0));
    const left = Math.min(pages - segment * segmentPages, segmentPages);
    system.lookupPath(file).node.usedBytes = left * pageBytes;
  }
  for (let segment = last + 1; ; segment++) {
    const file = segmentFile(path, segment);
    if (!system.analyzePath(file).exists) return;
    system.unlink(file);
  }
}

function setDepth(system: FileSystem, { path, pages }: RelationFile, depth: number): void {
  const { node } = system.lookupPath(segmentFile(path, 0));
  const { buffer, byteOffset, byteLength } = node.contents;
  const tree = deepTree(new Uint8Array(buffer, byteOffset, byteLength), depth);
  // Emscripten keeps signed bytes or unsigned ones; either may stand there.
  if (tree !== undefined && tree.length <= pages * pageBytes) node.contents = tree;
}

const segmentFile = (path: string, segment: number) =>
  `${dataFolder}/${path}${segment === 0 ? "" : `.${segment}`}`;

/** Whether the server believes the length, past the end of a segment too. */
async function isObeyed(server: PGlite, system: FileSystem): Promise<boolean> {
  const pages = segmentPages + 3;
  await server.exec("CREATE TEMPORARY TABLE stretched_on_trial (x int)");
  try {
    const { rows } = await server.query<{ path: string }>(
      "SELECT pg_relation_filepath('pg_temp.stretched_on_trial') AS path",
    );
    const path = rows[0]?.path ?? "";
    setLength(system, { path, pages });
    const answer = await server.query<{ pages: number }>(
      `SELECT (pg_relation_size('pg_temp.stretched_on_trial') / ${pageBytes})::int AS pages`,
    );
    setLength(system, { path, pages: 0 });
    return answer.rows[0]?.pages === pages;
  } finally {
    await server.exec("DROP TABLE pg_temp.stretched_on_trial");
  }
}
