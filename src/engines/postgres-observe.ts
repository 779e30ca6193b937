/**
 * What a statement does to the relations of a running server: the locks it takes, the new files it
 * writes, the tables it reads from end to end. Watches one session and knows nothing of files.
 */
import type { Connection, Refusal, Value } from "./postgres-connection.ts";

/** From the weakest to the strongest, though not each conflicts with more than the one before. */
export const observedModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type ObservedMode = (typeof observedModes)[number];

export type ObservedRelation = {
  readonly schema: string;
  /** Before the statement, where it renames or drops the relation. */
  readonly name: string;
  /** `pg_class.relkind`: r table, p partitioned, i index, I partitioned index, v view, m, S, f. */
  readonly kind: string;
  /** It was not there when the watch was set. */
  readonly created: boolean;
};

/** `mode` is the strongest of those that the statement added. */
export type ObservedLock = ObservedRelation & { readonly mode: ObservedMode };

/** How many rows were read from end to end; 0 when the table is empty. */
export type ObservedScan = ObservedRelation & { readonly rows: number };

/** Catalogs, TOAST tables and temporary tables are left out. Sorted by name. */
export type Observation = {
  readonly locks: readonly ObservedLock[];
  /** Tables and indexes whose rows are in a new file afterwards. */
  readonly rewrites: readonly ObservedRelation[];
  readonly scans: readonly ObservedScan[];
};

export type Watch = {
  /** Forgets which locks are held: a transaction begins. Call it outside of one. */
  readonly transactionBegins: () => Promise<Refusal | undefined>;
  /**
   * What has changed since the last look, or since the transaction began. Locks are those that
   * were not held then: a lock that is held already hides that a statement would take it too, so
   * whoever wants the whole set of a statement gives it a transaction of its own.
   */
  readonly look: () => Promise<Observation | Refusal>;
  /**
   * The same without locks and scans, for statements that end their own transactions. Compares
   * all relations, and takes time in proportion.
   */
  readonly lookAfterwards: () => Promise<Observation | Refusal>;
};

type Known = ObservedRelation & { file: string };

/** The relations that are there now are the ones that are not `created`. */
export async function watch(connection: Connection): Promise<Watch | Refusal> {
  const known = new Map<string, Known>();
  /** Gone, and known under another number. */
  const adopted = new Set<string>();
  let held = new Set<string>();
  let scanned = new Map<string, Counts>();

  const all = await connection.query(allRelations);
  if (!all.ok) return all;
  for (const row of all.rows) remember(row, false);

  /** The relation as it was, and whether it has another file now. */
  function remember([oid, schema, name, kind, file]: readonly Value[], created: boolean) {
    if (oid == null || schema == null || name == null || kind == null) return undefined;
    const before = known.get(oid);
    const relation = before ?? { schema, name, kind, created, file: file ?? "0" };
    const isRewritten = before !== undefined && before.file !== "0" && before.file !== file;
    known.set(oid, { ...relation, schema, name, file: file ?? "0" });
    return { relation, isRewritten };
  }

  return {
    async transactionBegins() {
      held = new Set();
      scanned = new Map();
      // Counters of a session are those since it last reported them, not those of a transaction.
      const flushed = await connection.query("SELECT pg_stat_force_next_flush()");
      return flushed.ok ? undefined : flushed;
    },
    async look() {
      const seen = await connection.query(heldLocks);
      if (!seen.ok) return seen;
      const found = new Found();
      const locked = byRelation(seen.rows);
      const replaced = adopt(
        [...locked].filter(([, { columns }]) => columns[1] == null).map(([oid]) => oid),
        [...locked].map(([oid, { columns }]) => [oid, ...columns]),
      );
      for (const [oid, one] of locked) if (!replaced.has(oid)) addLocked(found, oid, one);
      return found.sorted();
    },
    async lookAfterwards() {
      const seen = await connection.query(allRelations);
      if (!seen.ok) return seen;
      const found = new Found();
      const there = new Set(seen.rows.map(([oid]) => oid));
      adopt(
        [...known.keys()].filter((oid) => !there.has(oid)),
        seen.rows,
      );
      for (const row of seen.rows) {
        const looked = remember(row, true);
        if (looked?.isRewritten) found.rewrites.push(nameOnly(looked.relation));
      }
      return found.sorted();
    },
  };

  /**
   * Some changes make an index anew under its name, with or without a new file: it stays the same
   * to us. Tells which of those that are `gone` live on so.
   */
  function adopt(gone: readonly string[], present: readonly (readonly Value[])[]): Set<string> {
    const names = new Map<string, readonly [string, Known]>(
      gone.flatMap((oid) => {
        const was = adopted.has(oid) ? undefined : known.get(oid);
        return was === undefined
          ? []
          : [[`${was.schema}.${was.name}.${was.kind}`, [oid, was] as const]];
      }),
    );
    if (names.size === 0) return adopted;
    for (const [oid, schema, name, kind] of present) {
      const [old, was] = names.get(`${schema}.${name}.${kind}`) ?? [];
      if (oid == null || old === undefined || was === undefined || known.has(oid)) continue;
      known.set(oid, was);
      adopted.add(old);
    }
    return adopted;
  }

  function addLocked(found: Found, oid: string, { modes, columns }: Locked): void {
    const looked = rememberLocked(oid, columns);
    if (looked === undefined) return;
    const relation = nameOnly(looked.relation);
    if (looked.isRewritten) found.rewrites.push(relation);
    const rows = newlyRead(oid, columns);
    if (rows !== undefined) found.scans.push({ ...relation, rows });
    const mode = strongest(modes.filter((one) => newlyHeld(oid, one)));
    if (mode !== undefined) found.locks.push({ ...relation, mode });
  }

  /** A relation that is gone but still locked was dropped just now; its last name is known. */
  function rememberLocked(oid: string, [schema, name, kind, file]: readonly Value[]) {
    const before = known.get(oid);
    if (name == null) return before && { relation: before, isRewritten: false };
    return remember([oid, schema ?? null, name, kind ?? null, file ?? null], true);
  }

  function newlyHeld(oid: string, mode: ObservedMode): boolean {
    const lock = `${oid} ${mode}`;
    if (held.has(lock)) return false;
    held.add(lock);
    return true;
  }

  function newlyRead(oid: string, row: readonly Value[]): number | undefined {
    const [, , kind, , scans, rows] = row;
    if (kind !== "r" && kind !== "m") return undefined;
    const counts = { scans: Number(scans), rows: Number(rows) };
    const before = scanned.get(oid) ?? { scans: 0, rows: 0 };
    scanned.set(oid, counts);
    return counts.scans > before.scans ? counts.rows - before.rows : undefined;
  }
}

type Counts = { readonly scans: number; readonly rows: number };

class Found {
  readonly locks: ObservedLock[] = [];
  readonly rewrites: ObservedRelation[] = [];
  readonly scans: ObservedScan[] = [];

  sorted(): Observation {
    const { locks, rewrites, scans } = this;
    return {
      locks: locks.sort(byName),
      rewrites: rewrites.sort(byName),
      scans: scans.sort(byName),
    };
  }
}

type Locked = { readonly modes: ObservedMode[]; readonly columns: readonly Value[] };

/** The rows of `heldLocks`, one for each mode, put together. */
function byRelation(rows: readonly (readonly Value[])[]): ReadonlyMap<string, Locked> {
  const locked = new Map<string, Locked>();
  for (const [oid, mode, ...columns] of rows) {
    if (oid == null || mode == null) continue;
    const one = locked.get(oid) ?? { modes: [], columns };
    one.modes.push(modeOf(mode));
    locked.set(oid, one);
  }
  return locked;
}

function nameOnly({ schema, name, kind, created }: ObservedRelation): ObservedRelation {
  return { schema, name, kind, created };
}

function strongest(modes: readonly ObservedMode[]): ObservedMode | undefined {
  return observedModes.findLast((mode) => modes.includes(mode));
}

/** From the server's `ShareRowExclusiveLock` to `SHARE ROW EXCLUSIVE`. */
function modeOf(name: string): ObservedMode {
  const words = name.replace(/Lock$/, "").replace(/\B[A-Z]/g, " $&");
  return observedModes.find((mode) => mode === words.toUpperCase()) ?? "ACCESS EXCLUSIVE";
}

function byName(one: ObservedRelation, other: ObservedRelation): number {
  const [left, right] = [`${one.schema}.${one.name}`, `${other.schema}.${other.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

const isUsers = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** The names stand with their schema: a migration may have emptied the search path. */
const allRelations = `
  SELECT c.oid, n.nspname, c.relname, c.relkind, c.relfilenode
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind <> 'c' AND ${isUsers}`;

/** 16384 is the first number of what is not the system's own. */
const heldLocks = `
  SELECT l.relation, l.mode, n.nspname, c.relname, c.relkind, c.relfilenode,
         CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_stat_get_xact_numscans(c.oid) END,
         CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_stat_get_xact_tuples_returned(c.oid) END
  FROM pg_catalog.pg_locks l
  LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
    AND l.relation >= 16384 AND (c.oid IS NULL OR ${isUsers})`;
