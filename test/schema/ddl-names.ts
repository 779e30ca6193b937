/** Tables, columns, constraints and indexes, read from PostgreSQL DDL and from a resolved schema. */
import type { Model, Schema } from "../../src/core/schema/resolve.ts";

/** One sorted line for each thing that has a name in the database. */
export function namesInDdl(ddl: string): string[] {
  return statements(ddl).flatMap(namesInStatement).sort();
}

function statements(ddl: string): string[] {
  const code = ddl
    .split("\n")
    .filter((line) => !line.startsWith("--"))
    .join("\n");
  return code.split(/;\s*(?:\n|$)/).map((statement) => statement.trim());
}

function namesInStatement(sql: string): string[] {
  const table = /^CREATE TABLE ((?:"[^"]+"\.)?"[^"]+") \(\n([\s\S]*)\n\)$/.exec(sql);
  if (table) return namesInTable(lastName(table[1]), table[2] ?? "");
  const index =
    /^CREATE (UNIQUE )?INDEX "([^"]+)" ON ((?:"[^"]+"\.)?"[^"]+")(?: USING (\w+))? ?\((.*?)\)(?: WHERE .*)?$/s.exec(
      sql,
    );
  if (index) {
    const kind = index[1] ? "unique" : "index";
    return [`${kind} ${index[2]} on ${lastName(index[3])} (${columns(index[5] ?? "")})`];
  }
  const key =
    /^ALTER TABLE ((?:"[^"]+"\.)?"[^"]+") ADD CONSTRAINT "([^"]+)" FOREIGN KEY \((.*?)\) REFERENCES ((?:"[^"]+"\.)?"[^"]+")\((.*?)\) ON DELETE (.*?) ON UPDATE (.*)$/.exec(
      sql,
    );
  if (key) {
    const [, from, name, own, to, their, onDelete, onUpdate] = key;
    return [
      `foreign-key ${name} on ${lastName(from)} (${columns(own ?? "")}) to ${lastName(to)} (${columns(their ?? "")}) ${onDelete}, ${onUpdate}`,
    ];
  }
  const type = /^CREATE TYPE ((?:"[^"]+"\.)?"[^"]+") AS ENUM/.exec(sql);
  if (type) return [`enum ${lastName(type[1])}`];
  return sql === "" || /^CREATE (SCHEMA|EXTENSION)/.test(sql) ? [] : [`not understood: ${sql}`];
}

function namesInTable(table: string, body: string): string[] {
  return [
    `table ${table}`,
    ...body.split("\n").flatMap((line) => {
      const column = /^\s*"([^"]+)"/.exec(line);
      if (column) return [`column ${table}.${column[1]}`];
      const key = /CONSTRAINT "([^"]+)" PRIMARY KEY \((.*)\)/.exec(line);
      return key ? [`primary-key ${key[1]} on ${table} (${columns(key[2] ?? "")})`] : [];
    }),
  ];
}

function lastName(path = ""): string {
  return /"([^"]+)"$/.exec(path)?.[1] ?? path;
}

function columns(list: string): string {
  return [...list.matchAll(/"([^"]+)"(?:[^,"]*?( DESC))?/g)]
    .map(([, name, desc]) => name + (desc ? " desc" : ""))
    .join(", ");
}

export function namesInSchema(schema: Schema): string[] {
  const tables = schema.models.filter(({ shape }) => shape.kind === "model");
  return [
    ...tables.flatMap(namesInModel),
    ...tables.flatMap(namesOfJoinTables),
    ...schema.enums.map(({ shape }) => `enum ${shape.databaseName}`),
  ].sort();
}

function namesInModel({ shape, settings, fields, indexes, relations }: Model): string[] {
  const { table } = shape;
  return [
    `table ${table}`,
    ...fields
      .filter(({ kind }) => kind !== "relation")
      .map(({ shape: field }) => `column ${table}.${field.column}`),
    ...indexes.map(
      ({ kind, name, parts }) =>
        `${kind} ${name} on ${table} (${parts.map(({ column, sort }) => column + (sort === "desc" ? " desc" : "")).join(", ")})`,
    ),
    ...relations.flatMap(({ foreignKey, target }) => {
      if (!foreignKey || settings.relationMode === "prisma") return [];
      const list = (all: readonly { column: string }[]) =>
        all.map(({ column }) => column).join(", ");
      const { fields: own, references, constraint, onDelete, onUpdate } = foreignKey;
      return [
        `foreign-key ${constraint} on ${table} (${list(own)}) to ${target.table} (${list(references)}) ${sqlAction[onDelete]}, ${sqlAction[onUpdate]}`,
      ];
    }),
  ];
}

const sqlAction = {
  Cascade: "CASCADE",
  Restrict: "RESTRICT",
  NoAction: "NO ACTION",
  SetNull: "SET NULL",
  SetDefault: "SET DEFAULT",
};

/** The hidden table of an implicit many-to-many relation, told once, by the side of column A. */
function namesOfJoinTables({ shape, settings, relations }: Model): string[] {
  return relations.flatMap(({ joinTable }) => {
    if (!joinTable) return [];
    const id = shape.indexes.find(({ kind }) => kind === "primary-key")?.parts[0]?.column;
    const { name, column, foreignKey, index, primaryKey } = joinTable;
    const key = `foreign-key ${foreignKey} on ${name} (${column}) to ${shape.table} (${id}) CASCADE, CASCADE`;
    const own = settings.relationMode === "prisma" ? [] : [key];
    if (column === "B") return own;
    return [
      ...own,
      `table ${name}`,
      `column ${name}.A`,
      `column ${name}.B`,
      `primary-key ${primaryKey} on ${name} (A, B)`,
      `index ${index} on ${name} (B)`,
    ];
  });
}
