/**
 * The databases that somebody connected to schemas of the workspace, for as long as the server runs:
 * what they say is remembered, connections are not, and nothing is written anywhere.
 */
import type { AppliedMigration } from "../core/migration/disk.ts";
import type { Qualified } from "../core/sql/catalog.ts";
import { readAddress, redact } from "../database/address.ts";
import type { Opened, ReadOnlySession } from "../database/connection.ts";
import { appliedMigrations } from "../database/migrations-table.ts";
import { rowCounts, type ServerFacts, serverFacts } from "../database/server-facts.ts";
import type { DatabaseLabel } from "../protocol/databases.ts";

export type OpenDatabase = (url: string) => Promise<Opened<ReadOnlySession>>;

/** What one database said when it was asked last. */
export type DatabaseReport = {
  readonly server: ServerFacts;
  readonly applied: readonly AppliedMigration[];
  readonly rows: ReadonlyMap<Qualified, number>;
  readonly isEncrypted: boolean;
};

export type ConnectedDatabase = {
  readonly label: DatabaseLabel;
  /** Where its URL is kept, for people. */
  readonly source: string;
  readonly report: DatabaseReport;
  /** Why the report may be old. */
  readonly trouble: string | undefined;
};

export type Unanswered = { readonly ok: false; readonly reason: string };

/** The URL as it is now, or why there is none. */
export type UrlNow = () => Promise<{ readonly ok: true; readonly url: string } | Unanswered>;

type Entry = {
  readonly urlNow: UrlNow;
  known: ConnectedDatabase;
  /** Where it was when somebody put the label on it. */
  labelledAt: string | undefined;
};

export class Databases {
  readonly #open: OpenDatabase;
  readonly #changed: () => void;
  readonly #entries = new Map<string, Entry>();
  /** The look at all of them that runs, and whether another one was wanted meanwhile. */
  #looking: Promise<void> | undefined;
  #isStale = false;

  /** `changed` is called whenever a database says something else, or another one is connected. */
  constructor(open: OpenDatabase, changed: () => void) {
    this.#open = open;
    this.#changed = changed;
  }

  /** By the first file of the schema. */
  of(schemaFile: string): ConnectedDatabase | undefined {
    return this.#entries.get(schemaFile)?.known;
  }

  /** A database that does not answer is not connected, and what was connected stays. */
  async connect(
    schemaFile: string,
    urlNow: UrlNow,
    { label, source }: Pick<ConnectedDatabase, "label" | "source">,
  ): Promise<{ readonly ok: true } | Unanswered> {
    const now = await urlNow();
    if (!now.ok) return now;
    const report = await this.#ask(async () => now, reportOf);
    if (!report.ok) return report;
    const known = { label, source, report: report.value, trouble: undefined };
    this.#entries.set(schemaFile, { urlNow, known, labelledAt: whereabouts(now.url) });
    this.#changed();
    return { ok: true };
  }

  async relabel(schemaFile: string, label: DatabaseLabel): Promise<void> {
    const entry = this.#entries.get(schemaFile);
    if (!entry) return;
    entry.known = { ...entry.known, label };
    const now = await entry.urlNow();
    entry.labelledAt = now.ok ? whereabouts(now.url) : undefined;
    this.#changed();
  }

  /**
   * Whether a URL leads to the database that the label was put on: the place of the project that
   * holds it may name another one by now.
   */
  isLabelled(schemaFile: string, url: string): boolean {
    const at = this.#entries.get(schemaFile)?.labelledAt;
    return at !== undefined && at === whereabouts(url);
  }

  /** The URL as it is now, for those who open a session of their own. */
  urlOf(schemaFile: string): UrlNow | undefined {
    return this.#entries.get(schemaFile)?.urlNow;
  }

  disconnect(schemaFile: string): void {
    if (this.#entries.delete(schemaFile)) this.#changed();
  }

  /**
   * Asks all of them again. What was known stays where one does not answer now. Wanted many times
   * at once, as when many files change, it is done twice at most.
   */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#looking ??= this.#lookWhileStale().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookWhileStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#look();
    }
  }

  async #look(): Promise<void> {
    const before = this.#said();
    await Promise.all(
      [...this.#entries.values()].map(async (entry) => {
        const report = await this.#ask(entry.urlNow, reportOf);
        entry.known = report.ok
          ? { ...entry.known, report: report.value, trouble: undefined }
          : { ...entry.known, trouble: report.reason };
      }),
    );
    if (this.#said() !== before) this.#changed();
  }

  /** A session for as long as `use` runs. */
  read<Value>(
    schemaFile: string,
    use: (session: ReadOnlySession) => Promise<Answered<Value>>,
  ): Promise<Answered<Value>> {
    const entry = this.#entries.get(schemaFile);
    if (!entry) return Promise.resolve({ ok: false, reason: "No database is connected" });
    return this.#ask(entry.urlNow, use);
  }

  async #ask<Value>(
    urlNow: UrlNow,
    use: (session: ReadOnlySession) => Promise<Answered<Value>>,
  ): Promise<Answered<Value>> {
    const now = await urlNow();
    if (!now.ok) return now;
    const opened = await this.#open(now.url);
    if (!opened.ok) return { ok: false, reason: opened.message };
    try {
      const answer = await use(opened.session);
      return answer.ok ? answer : { ok: false, reason: redact(answer.reason, now.url) };
    } finally {
      await opened.session.close();
    }
  }

  #said(): string {
    const all = [...this.#entries].map(([file, { known }]) => {
      const { report } = known;
      return [file, known.trouble, { ...report, rows: [...report.rows] }];
    });
    return JSON.stringify(all);
  }
}

/** A server and a database on it; who asks there does not matter. */
function whereabouts(url: string): string | undefined {
  const read = readAddress(url);
  if (!read.ok) return undefined;
  const { host, port, database, user } = read.address;
  return JSON.stringify([host.toLowerCase(), port, database ?? user]);
}

export type Answered<Value> = { readonly ok: true; readonly value: Value } | Unanswered;

async function reportOf(session: ReadOnlySession): Promise<Answered<DatabaseReport>> {
  const server = await serverFacts(session);
  if (!server.ok) return { ok: false, reason: server.message };
  const applied = await appliedMigrations(session, session.schema);
  if (!applied.ok) return { ok: false, reason: `_prisma_migrations: ${applied.message}` };
  const counted = await rowCounts(session);
  if (!counted.ok) return { ok: false, reason: counted.message };
  return {
    ok: true,
    value: {
      server: server.facts,
      applied: applied.applied,
      rows: withUsualSchema(counted.rows, session.schema),
      isEncrypted: session.isEncrypted,
    },
  };
}

/** Scripts name no schema; what a URL's `schema` holds is what they call public. */
function withUsualSchema(
  rows: ReadonlyMap<Qualified, number>,
  schema: string,
): ReadonlyMap<Qualified, number> {
  if (schema === "public") return rows;
  const start = `${schema}.`;
  const moved = [...rows].map(([name, count]): [Qualified, number] => [
    name.startsWith(start) ? `public.${name.slice(start.length)}` : name,
    count,
  ]);
  // Names of the schema itself come last, and win.
  moved.sort(([a], [b]) => Number(rows.has(b)) - Number(rows.has(a)));
  return new Map(moved);
}
