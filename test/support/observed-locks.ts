/**
 * What one statement really did on a running server: which relations it locked, which got new
 * files, which were read from end to end.
 */
import type { Lock, Relation } from "../../src/core/sql/effect.ts";
import { type LockMode, lockModes } from "../../src/core/sql/step.ts";
import type { Seen } from "../../src/proof/compare.ts";

/** A session of a server; `exec` takes several statements, rows come as objects. */
export type Session = {
  readonly exec: (sql: string) => Promise<unknown>;
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
};

/** Runs one statement in a transaction of its own, looks, and takes it back. */
export function observe(session: Session, sql: string): Promise<Seen> {
  return run(session, sql, "ROLLBACK");
}

/** As `observe`, but what the statement did stays; nothing does when it fails. */
export function observeKept(session: Session, sql: string): Promise<Seen> {
  return run(session, sql, "COMMIT");
}

async function run(session: Session, sql: string, end: "COMMIT" | "ROLLBACK"): Promise<Seen> {
  await session.exec("BEGIN");
  try {
    const before = await relationsOf(session);
    const readBefore = await rowsRead(session);
    await session.exec(sql);
    const locks = await session.query(heldLocks);
    const after = await relationsOf(session);
    const read = await rowsRead(session);
    return {
      locks: strongest(before, locks),
      rewrites: rewritten(before, after),
      scans: before
        .filter(({ oid }) => (read.get(oid) ?? 0) > (readBefore.get(oid) ?? 0))
        .map(({ name }) => name),
    };
  } finally {
    // A transaction in which something failed is rolled back by COMMIT too.
    await session.exec(end);
  }
}

// --- Looking

type Known = {
  readonly oid: string;
  readonly name: string;
  readonly kind: Relation["kind"];
  /** "0" for what has no file: views, partitioned tables. */
  readonly file: string;
};

async function relationsOf(session: Session): Promise<readonly Known[]> {
  const rows = await session.query(relations);
  return rows.flatMap((row) => {
    const kind = kinds[String(row.kind)];
    if (kind === undefined) return [];
    return [{ oid: String(row.oid), name: String(row.name), kind, file: String(row.file) }];
  });
}

const kinds: Readonly<Record<string, Relation["kind"]>> = {
  r: "table",
  p: "table",
  f: "table",
  v: "view",
  m: "materialized view",
  i: "index",
  I: "index",
};

/** Names of temporary relations go without the session's own schema, as they are written. */
const relations = `
  SELECT c.oid::text, (CASE WHEN c.relpersistence = 't' THEN 'pg_temp' ELSE n.nspname END)
    || '.' || c.relname AS name, c.relkind::text AS kind,
    coalesce(pg_relation_filenode(c.oid), 0)::text AS file
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid >= 16384 AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname <> 'information_schema'`;

const heldLocks = `
  SELECT relation::text AS oid, mode FROM pg_locks
  WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384`;

/** Rows that scans from end to end have read, by oid; a session keeps counting after a rollback. */
async function rowsRead(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session.query(
    "SELECT relid::text AS oid, seq_tup_read AS rows FROM pg_stat_xact_all_tables WHERE seq_tup_read > 0",
  );
  return new Map(rows.map((row) => [String(row.oid), Number(row.rows)]));
}

function strongest(before: readonly Known[], rows: readonly Record<string, unknown>[]): Lock[] {
  const byOid = new Map(before.map((one) => [one.oid, one]));
  const locks = new Map<string, Lock>();
  for (const row of rows) {
    const relation = byOid.get(String(row.oid));
    const mode = modeOf(String(row.mode));
    if (relation === undefined || mode === undefined) continue;
    const known = locks.get(relation.oid);
    if (known !== undefined && lockModes.indexOf(known.mode) >= lockModes.indexOf(mode)) continue;
    locks.set(relation.oid, { name: relation.name, kind: relation.kind, mode });
  }
  return [...locks.values()];
}

/** `ShareRowExclusiveLock` → `SHARE ROW EXCLUSIVE`. */
export function modeOf(name: string): LockMode | undefined {
  const words = name.replace(/Lock$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  return lockModes.find((mode) => mode === words.toUpperCase());
}

/**
 * A relation that is still there is known by its oid. One that was dropped and made again under
 * the same name – the indexes of a column whose type changes – is known by its name: PostgreSQL
 * hands the old file on where nothing had to be built.
 */
function rewritten(before: readonly Known[], after: readonly Known[]): Relation[] {
  const byOid = new Map(after.map((one) => [one.oid, one]));
  const byName = new Map(after.map((one) => [one.name, one]));
  return before
    .filter((one) => {
      const now = byOid.get(one.oid) ?? byName.get(one.name);
      return one.file !== "0" && now !== undefined && now.file !== one.file;
    })
    .map(({ name, kind }) => ({ name, kind }));
}

/**
 * What a statement locks that runs in no transaction: it is made to wait for `blocker`, which
 * another session holds, and looked at while it waits. `sql` goes on when the blocker ends.
 */
export async function observeBlocked(
  session: Session,
  other: Session,
  watcher: Session,
  { sql, blocker }: { readonly sql: string; readonly blocker: string },
): Promise<readonly Lock[]> {
  const before = await relationsOf(watcher);
  const [self] = await session.query("SELECT pg_backend_pid() AS pid");
  const pid = Number(self?.pid);
  await other.exec(`BEGIN; ${blocker}`);
  const running = session.exec(sql);
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND wait_event_type = 'Lock'`;
  while ((await watcher.query(waiting)).length === 0);
  const held = await watcher.query(
    `SELECT relation::text AS oid, mode FROM pg_locks
     WHERE pid = ${pid} AND locktype = 'relation' AND relation >= 16384`,
  );
  await other.exec("COMMIT");
  await running;
  return strongest(before, held);
}
