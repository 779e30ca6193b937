/**
 * PostgreSQL's own parser (libpg-query, PostgreSQL 18) as a synchronous function. Its WebAssembly is
 * loaded on first use, and anew after it broke. Knows nothing of what the trees mean.
 */
import load, { type PgQueryModule } from "libpg-query/wasm/libpg-query.js";
import type { ParseStatement } from "../core/sql/statement.ts";

/** One module serves the whole process; about 20 ms for the first caller. */
export function loadPgParser(): Promise<ParseStatement> {
  loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

let loading: Promise<ParseStatement> | undefined;

async function start(): Promise<ParseStatement> {
  let pgQuery = await load();
  let breaks = 0;
  let isRenewing = false;

  /** A module cannot be made without waiting. Until the fresh one is there the old one serves on. */
  function renew(): void {
    if (isRenewing) return;
    isRenewing = true;
    load()
      .then((fresh) => {
        pgQuery = fresh;
        breaks = 0;
      })
      .catch(() => undefined)
      .finally(() => {
        isRenewing = false;
      });
  }

  return (sql) => {
    if (breaks >= mostBreaks) {
      renew();
      return { ok: false, message: "the parser is being started again", offset: 0 };
    }
    try {
      return parseWith(pgQuery, sql);
    } catch (error) {
      const isDeep = error instanceof RangeError;
      breaks = isDeep ? breaks + 1 : mostBreaks;
      renew();
      const message = isDeep ? "nested too deeply to be read" : `the parser stopped: ${error}`;
      return { ok: false, message, offset: 0 };
    }
  };
}

/**
 * Too deep a tree overflows the stack in the middle of C code, and the memory in use is lost. After
 * some thirty times of that a module answers nonsense or nothing; a few do no harm.
 */
const mostBreaks = 5;

function parseWith(pgQuery: PgQueryModule, sql: string): ReturnType<ParseStatement> {
  const bytes = pgQuery.lengthBytesUTF8(sql) + 1;
  const text = pgQuery._malloc(bytes);
  pgQuery.stringToUTF8(sql, text, bytes);
  const result = pgQuery._wasm_parse_query_raw(text);
  const tree = pgQuery.getValue(result, "i32");
  const error = pgQuery.getValue(result + 8, "i32");
  const answer = error === 0 ? statementOf(pgQuery.UTF8ToString(tree)) : refusalOf(pgQuery, error);
  pgQuery._free(text);
  pgQuery._wasm_free_parse_result(result);
  return answer;
}

/** PgQueryError: { char *message; char *function; char *file; int line; int cursor } */
function refusalOf(pgQuery: PgQueryModule, error: number): ReturnType<ParseStatement> {
  const cursor = pgQuery.getValue(error + 16, "i32");
  return {
    ok: false,
    message: pgQuery.UTF8ToString(pgQuery.getValue(error, "i32")),
    // Counted from 1; 0 where PostgreSQL knows no place.
    offset: Math.max(cursor - 1, 0),
  };
}

function statementOf(json: string): ReturnType<ParseStatement> {
  const { stmts = [] }: { stmts?: readonly { readonly stmt?: object }[] } = JSON.parse(json);
  const [only] = stmts;
  if (only?.stmt !== undefined && stmts.length === 1) return { ok: true, node: only.stmt };
  return { ok: false, message: `expected one statement, found ${stmts.length}`, offset: 0 };
}
