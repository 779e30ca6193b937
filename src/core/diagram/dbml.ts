/** A diagram as DBML, the language of dbdiagram.io: tables, enums, references, under the names of the schema. */
import type { Diagram, DiagramRelation, Entity, EnumBox, Row } from "./diagram.ts";

export function dbmlOf({ entities, enums, relations }: Diagram): string {
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const blocks = [
    ...enums.flatMap(enumBlock),
    ...entities.flatMap(tableBlock),
    ...relations.flatMap((relation) => referenceLine(relation, byId)),
  ];
  return blocks.join("\n");
}

/** DBML has no enum without a value, and no table without a column. */
function enumBlock({ id, values, groups }: EnumBox): string[] {
  if (values.length === 0) return [];
  const lines = values.map((value) => `  ${quoted(value)}`);
  return [`Enum ${tableName(groups.schema, id)} {\n${lines.join("\n")}\n}\n`];
}

function tableBlock(entity: Entity): string[] {
  const { id, rows, groups, doc, table, kind, indexes = [] } = entity;
  if (rows.length === 0) return [];
  const keyRows = rows.filter(({ isPrimary }) => isPrimary);
  const notes = [
    doc ?? "",
    kind === "model" ? "" : kind === "view" ? "A view." : "A composite type.",
    table === undefined ? "" : `In the database: ${table}.`,
  ].filter((note) => note !== "");
  const names = new Set(rows.map(({ name }) => name));
  const several = indexes.filter(
    (index) =>
      index.rows.every((row) => names.has(row)) &&
      (index.kind === "index" || index.rows.length > 1),
  );
  const indexLines = several.map(
    (index) => `    (${index.rows.map(quoted).join(", ")})${indexSettings[index.kind]}`,
  );
  return [
    [
      `Table ${tableName(groups.schema, id)} {`,
      ...rows.map((row) => columnLine(row, keyRows.length === 1)),
      ...(notes.length > 0 ? ["", `  Note: ${literal(notes.join(" "))}`] : []),
      ...(indexLines.length > 0 ? ["", "  indexes {", ...indexLines, "  }"] : []),
      "}\n",
    ].join("\n"),
  ];
}

const indexSettings = { "primary-key": " [pk]", unique: " [unique]", index: "" } as const;

function columnLine(row: Row, isAlone: boolean): string {
  const isKey = row.isPrimary && isAlone;
  const settings = [
    isKey ? "pk" : "",
    row.isUnique ? "unique" : "",
    isKey || row.isOptional ? "" : "not null",
    row.doc === undefined ? "" : `note: ${literal(row.doc)}`,
  ].filter((setting) => setting !== "");
  const type = row.type.replace(/\?$/, "") || "unknown";
  const list = settings.length > 0 ? ` [${settings.join(", ")}]` : "";
  return `  ${quoted(row.name)} ${/^[A-Za-z_]\w*$/.test(type) ? type : quoted(type)}${list}`;
}

const actions: Readonly<Record<string, string>> = {
  Cascade: "cascade",
  Restrict: "restrict",
  NoAction: "no action",
  SetNull: "set null",
  SetDefault: "set default",
};

/** A composite type is in the row that holds it; and a key that is not written yet joins nothing. */
function referenceLine(
  { kind, from, to, onDelete = "", onUpdate = "" }: DiagramRelation,
  byId: ReadonlyMap<string, Entity>,
): string[] {
  const [source, target] = [byId.get(from.entity), byId.get(to.entity)];
  if (kind === "composite" || !source || !target) return [];
  const isMany = kind === "implicit";
  const own = columnsOf(source, isMany ? keyOf(source) : from.rows);
  const other = columnsOf(target, isMany ? keyOf(target) : to.rows);
  if (own === undefined || other === undefined) return [];
  const sign = isMany ? "<>" : from.cardinality === "many" ? ">" : "-";
  const settings = [
    actions[onDelete] === undefined ? "" : `delete: ${actions[onDelete]}`,
    actions[onUpdate] === undefined ? "" : `update: ${actions[onUpdate]}`,
  ].filter((setting) => setting !== "");
  return [
    `Ref: ${own} ${sign} ${other}${settings.length > 0 ? ` [${settings.join(", ")}]` : ""}\n`,
  ];
}

function keyOf({ rows }: Entity): string[] {
  return rows.flatMap(({ isPrimary, name }) => (isPrimary ? name : []));
}

function columnsOf({ groups, id, rows }: Entity, names: readonly string[]): string | undefined {
  const isThere = names.every((name) => rows.some((row) => row.name === name));
  if (names.length === 0 || !isThere) return undefined;
  const columns = names.length === 1 ? quoted(names[0] ?? "") : `(${names.map(quoted).join(", ")})`;
  return `${tableName(groups.schema, id)}.${columns}`;
}

function tableName(schema: string | undefined, name: string): string {
  return schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

/** DBML has no way to write a double quote between double quotes. */
function quoted(name: string): string {
  return `"${oneLine(name).replace(/\\/g, "/").replace(/"/g, "'")}"`;
}

function literal(text: string): string {
  return `'${oneLine(text).replace(/[\\']/g, "\\$&")}'`;
}

function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break in any of its spellings
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
}
