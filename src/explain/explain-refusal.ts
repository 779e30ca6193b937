/**
 * What a server says against explaining a query, in words that tell what can be done. What it said
 * itself stays as the detail. Pure; knows codes and no server.
 */
import type { Refusal } from "../engines/postgres-connection.ts";

/** `offset` is in the text of the query: whoever sent more around it has taken that away. */
export function explainRefusal(refusal: Refusal): Refusal {
  const words = wordsFor[refusal.code] ?? wordsOfClass(refusal.code);
  if (words === undefined) return refusal;
  const { message, hint } = words;
  const said = [refusal.message, refusal.detail].filter((text) => text !== undefined).join(". ");
  return {
    ...refusal,
    ...(message === undefined
      ? { message: refusal.message }
      : { message: message(refusal.message), detail: said }),
    hint: refusal.hint === undefined ? hint : `${refusal.hint} ${hint}`,
  };
}

type Words = {
  /** Undefined: the server's own words are the best there are. */
  readonly message?: (said: string) => string;
  readonly hint: string;
};

const notThere: Words = {
  hint: "Is this the right database, and the right schema? A migration that makes it may not be applied here.",
};

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const wordsFor: Readonly<Record<string, Words>> = {
  "42P01": notThere,
  "42703": notThere,
  "3F000": notThere,
  "42704": notThere,
  "42883": {
    hint: "Either it is not there, as a migration may not be applied here, or a parameter needs a cast: $1::integer.",
  },
  "42P18": {
    message: (said) =>
      `PostgreSQL cannot tell the type of ${/\$\d+/.exec(said)?.[0] ?? "a parameter"}`,
    hint: "Say what type it has with a cast, as in $1::integer.",
  },
  "42501": {
    message: (said) => `The user of this connection may not do that: ${said}`,
    hint: "EXPLAIN needs the same privileges as the query itself.",
  },
  "25006": {
    message: () => "The query would write, and here it is held to reading",
    hint: "It can be run in the embedded database, or in one that is labelled disposable.",
  },
  "55P03": {
    message: () => "Another session holds a lock that is needed for it, and it was not waited for",
    hint: "A migration or maintenance may be running: try again when it is over.",
  },
  "40P01": {
    message: () => "PostgreSQL ended it, for it and another session waited for each other",
    hint: "Try again.",
  },
  "25P03": {
    message: () => "The server ended the transaction, for nothing was asked in it for too long",
    hint: "The next try connects anew.",
  },
  "53200": {
    message: () => "The server has run out of memory",
    hint: "Explain it without running it, or run it on fewer rows.",
  },
  "53100": {
    message: () => "The server has no room left on its disk",
    hint: "Sorts and hashes that do not fit into work_mem go to the disk.",
  },
  "53400": {
    message: (said) => `A limit of the server was reached: ${said}`,
    hint: "temp_file_limit bounds what sorts and hashes may write to the disk.",
  },
  "54001": {
    message: () => "The query is nested too deeply for the server",
    hint: "max_stack_depth bounds it.",
  },
  stopped: { hint: "The next try connects anew." },
};

function wordsOfClass(code: string): Words | undefined {
  if (code.startsWith("57P")) {
    return {
      message: () => "The server went down while it was asked",
      hint: "The next try connects anew.",
    };
  }
  if (!/^22/.test(code)) return undefined;
  return {
    message: (said) => `A value does not fit: ${said}`,
    hint: "Look at the values of the parameters, and at constants that PostgreSQL computes while it plans.",
  };
}
