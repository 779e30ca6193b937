/** What a server's log says that a program has asked, and whether that is what we ask. */

/**
 * Statements that were run, and those in which errors were found, of the sessions with that name; for
 * a log whose lines begin with `@name@`. Lines of one statement after the first begin with a tab.
 */
export function askedTexts(log: string, application: string): string[] {
  const records = log
    .split(/\n(?=@)/)
    .map((record) => record.replace(/\n\t/g, "\n").replace(/\n$/, ""));
  const said = new RegExp(`^@${application}@(?:LOG:  (?:statement|execute [^:]*)|STATEMENT): +`);
  return records.flatMap((record) => {
    const start = said.exec(record)?.[0];
    return start === undefined ? [] : [record.slice(start.length)];
  });
}

/** `passed` are the texts that the gate let through. */
export function isOurs(text: string, passed: ReadonlySet<string>): boolean {
  if (own.some((one) => one.test(text))) return true;
  const explained = /^EXPLAIN \(FORMAT JSON(?:, [A-Z_]+)*\) /.exec(text)?.[0];
  if (explained !== undefined) {
    const rest = text.slice(explained.length);
    return passed.has(rest) || isExecute(rest) || isWithValues(rest, passed);
  }
  const prepared = /^PREPARE architect_query (?:\([\w", ]*\) )?AS /.exec(text)?.[0];
  return prepared !== undefined && passed.has(text.slice(prepared.length));
}

/** Nothing but literals between the parentheses. */
function isExecute(text: string): boolean {
  return /^EXECUTE architect_query(?: \((?:'(?:[^']|'')*'|NULL)(?:, (?:'(?:[^']|'')*'|NULL))*\))?$/.test(
    text,
  );
}

/** A text that was let through, with typed literals for some of its placeholders. */
function isWithValues(text: string, passed: ReadonlySet<string>): boolean {
  const literal = /\((?:'(?:[^']|'')*'|NULL)::[\w "]+\)/g;
  for (const one of passed) {
    if (!one.includes("$")) continue;
    const pattern = one
      .split(/\$\d+/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(`(?:\\$\\d+|${literal.source})`);
    if (pattern.length < 10_000 && new RegExp(`^${pattern}$`).test(text)) return true;
  }
  return false;
}

const own: readonly RegExp[] = [
  /^BEGIN READ (?:ONLY|WRITE); SET LOCAL statement_timeout = \d+; SET LOCAL lock_timeout = \d+; SET LOCAL idle_in_transaction_session_timeout = \d+; SET LOCAL standard_conforming_strings = on; SELECT pg_catalog\.pg_backend_pid\(\), [^;]*; SAVEPOINT architect_start$/,
  /^SET LOCAL plan_cache_mode = (?:auto|force_generic_plan); SAVEPOINT architect_start$/,
  /^ROLLBACK(?: TO SAVEPOINT architect_start(?:; DEALLOCATE architect_query)?)?$/,
  /^SET default_transaction_read_only = on$/,
  /^SELECT pg_catalog\.pg_backend_pid\(\)$/,
  /^SELECT pg_catalog\.current_setting\('server_version_num'\), pg_catalog\.version\(\), pg_catalog\.current_database\(\)$/,
  // Questions about catalogs: what they are about comes as a value.
  /^SELECT (?:n\.nspname|DISTINCT o\.oprname|DISTINCT t\.tgname|DISTINCT n\.nspname|DISTINCT r\.rulename)[^;]*\bFROM [^;]*pg_catalog\.jsonb_to_recordset\(\$1::pg_catalog\.jsonb\)[^;]*ORDER BY [\d, ]+$/,
  /^WITH RECURSIVE written\(oid, event, "from"\) AS \([^;]*ORDER BY [\d, ]+$/,
  /^SELECT pg_catalog\.format_type\(p\.type, -1\)[^;]*$/,
];
