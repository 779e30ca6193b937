/**
 * All tables, columns and enum types get names that need no quotes in SQL; models, fields and
 * enums keep theirs, and with them the client.
 */
import { applyChanges, type Edit } from "../base/text.ts";
import { snakeColumns, snakeEnum, snakeTable } from "../rules/snake-names.ts";
import { attribute } from "../schema/attributes.ts";
import { addBlockAttribute, addFieldAttribute } from "../schema/edit.ts";
import { parseFile } from "../schema/file.ts";
import { isTable } from "../schema/model.ts";
import { placeEdits, placer } from "../schema/place.ts";
import { type Model, resolve, type Schema } from "../schema/resolve.ts";
import type { Shape } from "../schema/shape.ts";
import { collisionsIn } from "./database-renames.ts";
import type { Refactoring } from "./refactoring.ts";
import { renamesSql } from "./renames-sql.ts";

/** Undefined when there is nothing to map. Elsewhere than in PostgreSQL names are not folded. */
export function mapToSnakeCase(schema: Schema): Refactoring | undefined {
  if (schema.settings.provider !== "postgresql") return undefined;
  const left: Left = new Map();
  // Each round leaves some of what would come to be called like something else.
  for (;;) {
    const edits = editsOf(schema, left);
    const after = edits.length > 0 ? applied(schema, edits) : undefined;
    if (after === undefined) return undefined;
    const collisions = collisionsIn(schema, after).filter((shape) => left.get(shape) !== "all");
    if (collisions.length === 0) return refactoring(schema, after, edits);
    for (const shape of collisions) left.set(shape, left.has(shape) ? "all" : "own name");
  }
}

/** Blocks that keep the name of their table, or those of its columns too. */
type Left = Map<Shape, "own name" | "all">;

function editsOf({ models, enums }: Schema, left: Left): Edit[] {
  return [
    ...models.flatMap((model) => (isTable(model) ? ofModel(model, left) : [])),
    ...enums.flatMap(({ shape }) => {
      const name = left.has(shape) ? undefined : snakeEnum(shape);
      return name === undefined ? [] : addBlockAttribute(shape.block, `@@map("${name}")`);
    }),
  ];
}

function ofModel(model: Model, left: Left): Edit[] {
  const { shape } = model;
  const table = left.has(shape) ? undefined : snakeTable(shape);
  const columns = left.get(shape) === "all" ? [] : [...snakeColumns(model)];
  return [
    ...columns.flatMap(([field, name]) =>
      addFieldAttribute(shape.block, field.node, `@map("${name}")`),
    ),
    ...(table === undefined ? [] : addBlockAttribute(shape.block, `@@map("${table}")`)),
  ];
}

function applied({ files }: Schema, edits: readonly Edit[]): Schema | undefined {
  const changes = placeEdits(edits, placer(files));
  if (changes === undefined) return undefined;
  return resolve(
    files.map((file) =>
      parseFile(file.path, applyChanges(file.text, changes.get(file) ?? []), file),
    ),
  );
}

function refactoring(before: Schema, after: Schema, edits: readonly Edit[]): Refactoring {
  return {
    name: "map-to-snake-case",
    title: "Map all tables, columns and enums to snake_case",
    summary: "The client stays as it is; tables, columns and enum types are renamed",
    edits,
    changesDatabase: true,
    migration: renamesSql(before, after),
    notes: notes(after),
  };
}

function notes(after: Schema): string[] {
  const joined = after.models.flatMap(({ relations }) =>
    relations.flatMap(({ joinTable }) => (joinTable?.column === "A" ? joinTable.name : [])),
  );
  const left = stillQuoted(after);
  return [
    "Prisma sees a rename as a drop and an add, which loses all rows. Make the migration with `prisma migrate dev --create-only` and put this SQL in place of what it wrote.",
    "While the migration runs, code with the old client fails, and code with the new one does not work before it. Stop the application, or rename a table at a time behind views that have the old names.",
    "Views and foreign keys follow a rename by themselves. Raw queries, the bodies of functions, reports and other writers do not.",
    "Sequences keep their names: Prisma does not look at them.",
    ...(joined.length > 0
      ? [
          `The tables behind many-to-many relations without a model keep their names, which come from the relation: ${list(joined)}. Make the join model explicit to map them.`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `Left as they are, because the name is taken or SQL in the schema speaks of the old one: ${list(left)}.`,
        ]
      : []),
  ];
}

/** Stated names were chosen, and are none of them. */
function stillQuoted({ models, enums }: Schema): string[] {
  const hasCapitals = (name: string) => name !== name.toLowerCase();
  return [
    ...models.filter(isTable).flatMap(({ shape, fields }) => [
      ...(!shape.map && hasCapitals(shape.table) ? [shape.name] : []),
      ...fields.flatMap(({ shape: field, kind }) => {
        const stated = attribute(field.node.attributes, "map");
        return kind !== "relation" && !stated && hasCapitals(field.column)
          ? [`${shape.name}.${field.name}`]
          : [];
      }),
    ]),
    ...enums.flatMap(({ shape }) =>
      !shape.map && hasCapitals(shape.databaseName) ? [shape.name] : [],
    ),
  ];
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
