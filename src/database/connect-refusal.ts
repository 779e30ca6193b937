/**
 * Why a database could not be connected to, in words that say what to do. Never holds more of the
 * URL than the host, the port, the user and the database's name.
 */
import type { Refusal } from "../engines/postgres-connection.ts";
import type { Address } from "./address.ts";

/** What node and `pg` throw: a code of PostgreSQL, of the system, of OpenSSL, or none. */
export type Thrown = {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly path?: unknown;
  /** Where several addresses of one host were tried. */
  readonly errors?: readonly unknown[];
};

/** `code` is PostgreSQL's; 08001 where no server has answered, 08006 where TLS has failed. */
export function connectRefusal(thrown: unknown, address: Address): Refusal {
  const { code, message } = innermost(thrown);
  const { syscall, path } = (thrown ?? {}) as Thrown;
  if (syscall === "open") return refusal("08006", `The URL names ${path}, which cannot be read`);
  const server = `${address.host}${address.host.startsWith("/") ? "" : `:${address.port}`}`;
  const user = address.user === undefined ? "the user" : `the user ${address.user}`;
  const database = address.database ?? address.user ?? "";
  switch (code) {
    case "28P01":
      return refusal(code, `${server} does not accept the password of ${user}`);
    case "28000":
      return refusal(code, `${server} does not let ${user} in: ${unquoted(message)}`);
    case "3D000":
      return refusal(code, `${server} has no database named ${database}`);
    case "53300":
      return refusal(code, `${server} has no connection to spare: ${unquoted(message)}`);
    case "57P03":
      return refusal(code, `${server} is starting up or shutting down: try again in a moment`);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return refusal(
        "08001",
        `There is no host named ${address.host}, or its name is not found now`,
      );
    case "ECONNREFUSED":
    case "ENOENT":
      return refusal("08001", `Nothing listens at ${server}: is PostgreSQL started?`);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return refusal("08001", `${server} cannot be reached from here`);
    case "EACCES":
      return refusal("08001", `The system does not allow a connection to ${server}`);
    case "ECONNRESET":
    case "EPIPE":
      return refusal("08001", `${server} has closed the connection before it answered`);
    case "ETIMEDOUT":
      return refusal("08001", `${server} does not answer in time`);
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return refusal("08006", `The certificate of ${server} is for another host`);
    case "CERT_HAS_EXPIRED":
      return refusal("08006", `The certificate of ${server} has expired`);
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return refusal(
        "08006",
        `The certificate of ${server} is from nobody this machine trusts: name the authority's with sslrootcert, or use sslmode=require, which does not look`,
      );
  }
  if (/timeout/i.test(message)) return refusal("08001", `${server} does not answer in time`);
  if (/client password must be/i.test(message)) {
    return refusal("28P01", `${server} wants a password for ${user}, and the URL has none`);
  }
  if (isWithoutTls(thrown)) {
    return refusal("08006", `${server} does not speak TLS, which the URL asks for`);
  }
  if (/SSL connection|TLS|SSL routines/i.test(message) || String(code).startsWith("ERR_SSL")) {
    return refusal("08006", `${server} and this machine do not agree on TLS`);
  }
  if (/terminated unexpectedly/i.test(message)) {
    return refusal("08001", `${server} has closed the connection before it answered`);
  }
  const isSqlState = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code);
  return refusal(isSqlState ? code : "08001", `${server} cannot be connected to: ${message}`);
}

/** The server has said so when it was asked. */
export function isWithoutTls(thrown: unknown): boolean {
  return /does not support SSL/i.test(innermost(thrown).message);
}

/** `pg_hba.conf` has no line for such a connection: with the other kind there may be one. */
export function isNotForThisKind(thrown: unknown): boolean {
  const { code, message } = innermost(thrown);
  return code === "28000" && /pg_hba|encryption/i.test(message);
}

function innermost(thrown: unknown): { readonly code: unknown; readonly message: string } {
  const { code, message, errors } = (thrown ?? {}) as Thrown;
  const [first] = errors ?? [];
  if (first !== undefined) return innermost(first);
  return { code, message: typeof message === "string" ? message : String(thrown) };
}

function unquoted(message: string): string {
  return message.replaceAll('"', "");
}

function refusal(code: string, message: string): Refusal {
  return { ok: false, code, message };
}
