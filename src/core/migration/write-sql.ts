/**
 * Parts of a catalog → the SQL that makes them again, in Prisma's style. What a catalog does not
 * keep, or keeps as a text that a rename has overtaken, is refused with the reason.
 */

import { textOf } from "../base/text.ts";
import type { Catalog, Column, Qualified, Table, TableConstraint } from "../sql/catalog.ts";
import { tokensOf } from "../sql/lex.ts";
import { makeObjectName } from "../sql/names.ts";
import type { Expression, TypeName } from "../sql/step.ts";
import { quoted } from "../sql/write-name.ts";

/** `reason` completes "… cannot be written: ". */
export type Written =
  | { readonly ok: true; readonly sql: string }
  | { readonly ok: false; readonly reason: string };

export function written(sql: string): Written {
  return { ok: true, sql };
}

export function unwritten(reason: string): Written {
  return { ok: false, reason };
}

/** Without the schema where that is `public`: Prisma's connection says which one is meant. */
export function pathOf({
  schema,
  name,
}: {
  readonly schema: string;
  readonly name: string;
}): string {
  return schema === "public" ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

/** Of what is only known by its key; schemas with a dot in their name are not thought of. */
export function pathOfKey(key: Qualified): string {
  const dot = key.indexOf(".");
  return pathOf({ schema: key.slice(0, dot), name: key.slice(dot + 1) });
}

export function listed(columns: readonly string[]): string {
  return columns.map(quoted).join(", ");
}

/** `VARCHAR(20)`, `TIMESTAMP(3)`, `"Role"[]`. */
export function typeSql(type: TypeName): Written {
  const { schema, name, modifiers, isArray } = type;
  if (name === "interval" && modifiers.length > 1) {
    return unwritten("the fields of an interval are not kept");
  }
  if (name === "geometry" || name === "geography") {
    return unwritten(`what stands in the parentheses of ${name} is not kept`);
  }
  const inside = modifiers.length > 0 ? `(${modifiers.join(",")})` : "";
  const own = prismaNames[name] ?? (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quoted(name));
  const plain = name === "bpchar" && modifiers.length > 0 ? "CHAR" : own;
  const base = schema === undefined ? plain : pathOf({ schema, name });
  return written(`${base}${inside}${isArray ? "[]" : ""}`);
}

const prismaNames: Readonly<Record<string, string>> = {
  int2: "SMALLINT",
  int4: "INTEGER",
  int8: "BIGINT",
  float4: "REAL",
  float8: "DOUBLE PRECISION",
  numeric: "DECIMAL",
  bool: "BOOLEAN",
  text: "TEXT",
  varchar: "VARCHAR",
  timestamp: "TIMESTAMP",
  timestamptz: "TIMESTAMPTZ",
  time: "TIME",
  timetz: "TIMETZ",
  date: "DATE",
  json: "JSON",
  jsonb: "JSONB",
  uuid: "UUID",
  bytea: "BYTEA",
  bit: "BIT",
  varbit: "VARBIT",
  xml: "XML",
  inet: "INET",
};

/** As it stands in CREATE TABLE and behind ADD COLUMN; constraints are not part of it. */
export function columnSql(catalog: Catalog, key: Qualified, column: Column): Written {
  const serial = serialOf(catalog, key, column);
  if (serial !== undefined) return written(`${quoted(column.name)} ${serial} NOT NULL`);
  const type = typeSql(column.type);
  if (!type.ok) return type;
  const parts = [quoted(column.name), type.sql];
  if (column.collation !== undefined) parts.push(`COLLATE ${quoted(column.collation)}`);
  if (column.isNotNull) parts.push("NOT NULL");
  if (column.identity !== undefined) {
    if (!isPlainIdentity(catalog, key, column)) {
      return unwritten("options or the sequence's name of the identity column are not kept");
    }
    parts.push(identitySql(column.identity));
  } else if (column.generated !== undefined) {
    const { generatedAs } = column;
    if (generatedAs === undefined || !namesAll(generatedAs.text, generatedAs.columns)) {
      return unwritten("what the column is generated from has been renamed since");
    }
    parts.push(`GENERATED ALWAYS AS (${generatedAs.text}) ${column.generated.toUpperCase()}`);
  } else if (column.default !== undefined) {
    if (hasSequence(catalog, key, column)) {
      return unwritten("how the sequence of the column was made is not kept");
    }
    parts.push(`DEFAULT ${defaultSql(column.default)}`);
  }
  return written(parts.join(" "));
}

export function identitySql(identity: "always" | "by default"): string {
  return `GENERATED ${identity.toUpperCase()} AS IDENTITY`;
}

/** As written; what PostgreSQL writes for serial without `public`, which need not be the schema. */
export function defaultSql({ text }: Expression): string {
  return text.trim().replace(/^nextval\('"public"\./, "nextval('");
}

/** The sequence that PostgreSQL would make again under the same name, for serial or identity. */
function ownSequence(catalog: Catalog, key: Qualified, column: Column) {
  const table = catalog.tables.get(key);
  if (table === undefined) return undefined;
  const name = makeObjectName(table.name, column.name, "seq");
  const sequence = catalog.sequences.get(`${table.schema}.${name}`);
  const { ownedBy, madeFor } = sequence ?? {};
  return ownedBy?.table === key && ownedBy.column === column.name ? madeFor : undefined;
}

function hasSequence(catalog: Catalog, key: Qualified, { name }: Column): boolean {
  for (const { ownedBy } of catalog.sequences.values()) {
    if (ownedBy?.table === key && ownedBy.column === name) return true;
  }
  return false;
}

function serialOf(catalog: Catalog, key: Qualified, column: Column): string | undefined {
  const { type, identity, default: value } = column;
  const made = ownSequence(catalog, key, column);
  if (made === undefined || made !== type.name || identity !== undefined) return undefined;
  if (!column.isNotNull || type.isArray || value?.functions[0] !== "nextval") return undefined;
  const table = catalog.tables.get(key);
  const name = makeObjectName(table?.name ?? "", column.name, "seq");
  return value.text.includes(name) ? serials[made] : undefined;
}

const serials: Readonly<Record<string, string>> = {
  int2: "SMALLSERIAL",
  int4: "SERIAL",
  int8: "BIGSERIAL",
};

export function isPlainIdentity(catalog: Catalog, key: Qualified, column: Column): boolean {
  return ownSequence(catalog, key, column) === "identity";
}

/** `CONSTRAINT "Post_pkey" PRIMARY KEY ("id")`. `table`: whose it is. */
export function constraintSql(catalog: Catalog, table: Table, one: TableConstraint): Written {
  const name = `CONSTRAINT ${quoted(one.name)}`;
  const text = textOf(one.written.at);
  if (/\bNOT\s+ENFORCED\b/i.test(text)) return unwritten("NOT ENFORCED is not kept");
  const body = bodySql(catalog, table, one, text);
  return body.ok ? written(`${name} ${body.sql}`) : body;
}

function bodySql(catalog: Catalog, table: Table, one: TableConstraint, text: string): Written {
  switch (one.kind) {
    case "primary-key":
    case "unique":
      return keySql(catalog, one, text);
    case "check":
      return checkSql(table, one, text);
    case "foreign-key":
      return foreignKeySql(one, text);
    case "exclude": {
      const from = text.search(/\bEXCLUDE\b/i);
      const isAsWritten = from >= 0 && namesAll(text, one.columns);
      return isAsWritten
        ? written(text.slice(from))
        : unwritten("a column it names has been renamed");
    }
    case "not-null":
      return unwritten("its name is not kept");
  }
}

type Of<Kind> = Extract<TableConstraint, { readonly kind: Kind }>;

function keySql(
  catalog: Catalog,
  one: Extract<TableConstraint, { index: Qualified }>,
  text: string,
) {
  if (/\b(?:WITH\s*\(|USING\s+INDEX\s+TABLESPACE|WITHOUT\s+OVERLAPS)/i.test(text)) {
    return unwritten("options of the key are not kept");
  }
  const isAlone = "nullsNotDistinct" in one.written && one.written.nullsNotDistinct;
  const unique = isAlone ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE";
  const more = includedIn(text, catalog.indexes.get(one.index)?.include ?? []);
  const word = one.kind === "unique" ? unique : "PRIMARY KEY";
  return written(`${word} (${listed(one.columns)})${more}${tailOf(text, one.isDeferrable)}`);
}

function checkSql(table: Table, one: Of<"check">, text: string): Written {
  if (one.written.kind !== "check") return unwritten("its expression is not known");
  const { expression } = one.written;
  const own = expression.columns.filter((column) => table.columns.has(column));
  if (!isSameSet(own, one.columns)) return unwritten("a column it names has been renamed");
  const inherit = /\bNO\s+INHERIT\b/i.test(text) ? " NO INHERIT" : "";
  return written(`CHECK (${expression.text})${inherit}${validity(one)}`);
}

function foreignKeySql(one: Of<"foreign-key">, text: string): Written {
  if (/\bSET\s+(?:NULL|DEFAULT)\s*\(/i.test(text)) {
    return unwritten("which columns ON DELETE sets is not kept");
  }
  const match = /\bMATCH\s+(?:FULL|PARTIAL)\b/i.exec(text)?.[0];
  const to = `${pathOfKey(one.target)}(${listed(one.targetColumns)})`;
  const actions = `ON DELETE ${one.onDelete.toUpperCase()} ON UPDATE ${one.onUpdate.toUpperCase()}`;
  const reference = `REFERENCES ${to}${match ? ` ${match.toUpperCase()}` : ""} ${actions}`;
  const rest = `${tailOf(text, one.isDeferrable)}${validity(one)}`;
  return written(`FOREIGN KEY (${listed(one.columns)}) ${reference}${rest}`);
}

function tailOf(text: string, isDeferrable: boolean): string {
  if (!isDeferrable) return "";
  return /\bINITIALLY\s+DEFERRED\b/i.test(text) ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
}

function validity({ isValid }: TableConstraint): string {
  return isValid ? "" : " NOT VALID";
}

function includedIn(text: string, include: readonly string[]): string {
  if (include.length > 0) return ` INCLUDE (${listed(include)})`;
  const found = /\bINCLUDE\s*\([^()]*\)/i.exec(text)?.[0];
  return found === undefined ? "" : ` ${found}`;
}

/** CREATE TABLE with everything but foreign keys, which wait until all tables are there. */
export function tableSql(catalog: Catalog, key: Qualified, table: Table): Written {
  if (table.isPartitioned || table.partitionOf !== undefined || table.inherits.length > 0) {
    return unwritten("how it is partitioned or inherits is not kept");
  }
  const lines: string[] = [];
  for (const column of table.columns.values()) {
    const line = columnSql(catalog, key, column);
    if (!line.ok) return unwritten(`column ${column.name}: ${line.reason}`);
    lines.push(line.sql);
  }
  const keys: string[] = [];
  for (const one of table.constraints.values()) {
    if (one.kind === "foreign-key" || one.kind === "not-null" || !one.isValid) continue;
    const line = constraintSql(catalog, table, one);
    if (!line.ok) return unwritten(`constraint ${one.name}: ${line.reason}`);
    keys.push(line.sql);
  }
  const inside = [lines.join(",\n    "), ...(keys.length > 0 ? [keys.join(",\n    ")] : [])];
  return written(`CREATE TABLE ${pathOf(table)} (\n    ${inside.join(",\n\n    ")}\n)`);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  const all = new Set(other);
  return new Set(one).size === all.size && one.every((name) => all.has(name));
}

/** Whether the text has each of the names in it, as an identifier of its own. */
export function namesAll(text: string, names: readonly string[]): boolean {
  const found = new Set(
    tokensOf(text).map(({ start, end }) => identifierOf(text.slice(start, end))),
  );
  return names.every((name) => found.has(name));
}

/** What a token means as a name. */
export function identifierOf(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token.toLowerCase();
}
