/**
 * What a session of a PostgreSQL server can do for us and how it answers, so that replaying,
 * comparing and seeding work on the embedded server and on any other. Shapes only.
 */

/** As PostgreSQL writes it: `t` and `f` for booleans, `{1,2}` for arrays, null for NULL. */
export type Value = string | null;

/** Why the server did not do what it was asked to. */
export type Refusal = {
  readonly ok: false;
  /** SQLSTATE; `stopped` when the session was ended before it answered. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** Where in the text that was sent, in UTF-16 units from its beginning. */
  readonly offset?: number;
  /** How many statements of a script had been run before; they are rolled back with it. */
  readonly completed?: number;
};

/** `notices` are what the server remarked on the way, warnings included. */
export type Done = { readonly ok: true; readonly notices: readonly string[] };

export type Rows = Done & {
  readonly rows: readonly (readonly Value[])[];
  /** Of the last answer with rows; `type` is the oid of the type. */
  readonly columns: readonly { readonly name: string; readonly type: number }[];
};

/** One session. Asked twice at once, it answers one after the other. Never rejects. */
export type Connection = {
  /**
   * The text as one message of the simple protocol, which is how Prisma applies a migration: several
   * statements are one transaction unless the text ends it itself, and a single one is on its own.
   * The rows are those of all statements.
   */
  readonly exec: (script: string) => Promise<Rows | Refusal>;
  /** One statement with values for `$1` and so on. */
  readonly query: (sql: string, values?: readonly Value[]) => Promise<Rows | Refusal>;
};

/** PostgreSQL counts characters from 1, and a character outside the basic plane once. */
export function offsetOf(text: string, position: string | undefined): number | undefined {
  if (position === undefined) return undefined;
  let offset = 0;
  let left = Number(position) - 1;
  for (const character of text) {
    if (left-- <= 0) break;
    offset += character.length;
  }
  return offset;
}
