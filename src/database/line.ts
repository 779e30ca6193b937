/**
 * The wire to a PostgreSQL server: TLS as the URL asks for, texts there and back, and an end that
 * always comes. What may be sent is for whoever holds it.
 */
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Client, type ClientConfig, type QueryArrayResult } from "pg";
import { offsetOf, type Refusal, type Rows, type Value } from "../engines/postgres-connection.ts";
import { type Address, readAddress, redact } from "./address.ts";
import { connectRefusal, isNotForThisKind, isWithoutTls } from "./connect-refusal.ts";

/** All in milliseconds. */
export type Limits = {
  /** Until the server has let us in. A URL's `connect_timeout` wins. */
  readonly connect: number;
  readonly statement: number;
  /** Nobody waits behind us for longer, and we wait behind nobody. */
  readonly lock: number;
  /** How long the server keeps a transaction in which nothing is asked. */
  readonly idle: number;
};

/** What the server's own views call us. */
export const applicationName = "prisma-schema-architect";

/** A wire with a server at its end. */
export type Line = {
  /**
   * Without values, as a script of the simple protocol; with them, exactly one statement. `patience`
   * in milliseconds is how long an answer is waited for, where a statement has another limit than most.
   */
  readonly send: (
    text: string,
    values?: readonly Value[],
    patience?: number,
  ) => Promise<Rows | Refusal>;
  readonly close: () => Promise<void>;
  /** Ends it at once, also in the middle of an answer, which is then refused. */
  readonly drop: () => void;
  /** The process that the server said is ours when it let us in: a pooler says one of its own. */
  readonly process: number | undefined;
  readonly schema: string;
  readonly isEncrypted: boolean;
};

export type OpenedLine = { readonly ok: true; readonly line: Line } | Refusal;

/** Never rejects. */
export async function openLine(url: string, limits: Limits): Promise<OpenedLine> {
  const read = readAddress(url);
  if (!read.ok) return { ok: false, code: "08001", message: read.reason };
  const { address } = read;
  const [first, second] = encryptions(address);
  try {
    return { ok: true, line: await connect(address, first, limits, url) };
  } catch (error) {
    const isWorthAnother = isWithoutTls(error) || isNotForThisKind(error);
    if (second === undefined || !isWorthAnother) return refusedFor(error, address, url);
  }
  try {
    return { ok: true, line: await connect(address, second, limits, url) };
  } catch (error) {
    return refusedFor(error, address, url);
  }
}

function refusedFor(error: unknown, address: Address, url: string): Refusal {
  const refusal = connectRefusal(error, address);
  return { ...refusal, message: redact(refusal.message, url) };
}

/** With or without TLS: what is tried first, and what then. */
function encryptions({ tls, host }: Address): readonly [first: boolean, second?: boolean] {
  if (host.startsWith("/") || tls === "disable") return [false];
  if (tls === "allow") return [false, true];
  return tls === "prefer" ? [true, false] : [true];
}

/** Rejects with what `pg` or node throws, after the socket is gone. */
async function connect(
  address: Address,
  isEncrypted: boolean,
  limits: Limits,
  url: string,
): Promise<Line> {
  const { host, port, user, password, database, isDirect, options, patience } = address;
  const config: ClientConfig = {
    host,
    port,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    ...(options !== undefined && { options }),
    ...(isDirect && { sslnegotiation: "direct" as const }),
    ssl: isEncrypted ? tlsOptions(address) : false,
    application_name: applicationName,
    connectionTimeoutMillis: patience ?? limits.connect,
    keepAlive: true,
    // Values come as PostgreSQL writes them.
    types: { getTypeParser: () => (value: unknown) => value },
  };
  const client = new Client(config);
  let notices: string[] = [];
  client.on("notice", ({ message }) => notices.push(redact(message ?? "", url)));
  // A server that goes away between two questions is told by the next one.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  // Answers come long before these limits; they are for a network that swallows everything.
  const longest = limits.statement + limits.lock + 5_000;

  async function send(
    text: string,
    values?: readonly Value[],
    patience = longest,
  ): Promise<Rows | Refusal> {
    notices = [];
    try {
      const query = {
        text,
        rowMode: "array" as const,
        query_timeout: patience,
        // The extended protocol takes one statement, and refuses more.
        ...(values && { values: [...values], queryMode: "extended" as const }),
      };
      const answer = await client.query<Value[]>(query);
      // A script of several statements has an answer for each, which the types do not say.
      const all: QueryArrayResult<Value[]>[] = Array.isArray(answer) ? answer : [answer];
      const columns = all.findLast(({ fields }) => fields.length > 0)?.fields ?? [];
      return {
        ok: true,
        rows: all.flatMap(({ rows }) => rows),
        columns: columns.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })),
        notices,
      };
    } catch (error) {
      // Nothing more comes over such a wire, and whoever asks next must not wait for it.
      if (isSwallowed(error)) drop();
      return answerRefusal(error, text, url);
    }
  }

  const drop = () => void client.connection.stream.destroy();

  async function close(): Promise<void> {
    const impatient = setTimeout(drop, 2_000);
    await client.end().catch(() => undefined);
    clearTimeout(impatient);
  }

  const inTurn = queue();
  return {
    send: (text, values, patience) => inTurn(() => send(text, values, patience)),
    schema: address.schema,
    isEncrypted,
    close,
    drop,
    process: (client as { readonly processID?: number | null }).processID ?? undefined,
  };
}

function isSwallowed(error: unknown): boolean {
  return error instanceof Error && error.message === "Query read timeout";
}

function tlsOptions({
  tls,
  host,
  authority,
  certificate,
  key,
  identity,
  identityPassword,
}: Address): ConnectionOptions {
  // As in libpq: with an authority at hand, `require` looks at the certificate after all.
  const isVerified = tls.startsWith("verify-") || (tls === "require" && authority !== undefined);
  return {
    host,
    rejectUnauthorized: isVerified,
    ...(authority !== undefined && authority !== "system" && { ca: readFileSync(authority) }),
    ...(certificate !== undefined && { cert: readFileSync(certificate) }),
    ...(key !== undefined && { key: readFileSync(key) }),
    ...(identity !== undefined && { pfx: readFileSync(identity) }),
    ...(identityPassword !== undefined && { passphrase: identityPassword }),
    ...(isVerified && tls !== "verify-full" && { checkServerIdentity: () => undefined }),
  };
}

type Answered = {
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
};

function answerRefusal(error: unknown, text: string, url: string): Refusal {
  const { code, message = "", detail, hint, position } = error as Answered;
  const offset = offsetOf(text, position);
  const isSqlState = code !== undefined && /^[0-9A-Z]{5}$/.test(code);
  return {
    ok: false,
    code: isSqlState ? code : "stopped",
    message: redact(isSqlState ? message : endOf(error, message), url),
    ...(detail !== undefined && { detail: redact(detail, url) }),
    ...(hint !== undefined && { hint: redact(hint, url) }),
    ...(offset !== undefined && { offset }),
  };
}

function endOf(error: unknown, message: string): string {
  if (isSwallowed(error)) return "The server does not answer any more: the connection was given up";
  return `The connection has ended: ${message}`;
}

/** One after the other; none of them rejects. */
export function queue(): <Answer>(work: () => Promise<Answer>) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const own = last.then(work);
    last = own;
    return own;
  };
}
