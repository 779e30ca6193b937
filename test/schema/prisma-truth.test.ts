/** What we read from a schema is what Prisma reads from it: its DMMF and its DDL say so. */
import { describe, expect, test } from "vitest";
import { parseFile } from "../../src/core/schema/file.ts";
import { type Model, resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { postgresSchemas, realSchemas, split } from "../support/corpus.ts";
import {
  type Datamodel,
  type DmmfField,
  datamodelOf,
  ddlOf,
  type PrismaFile,
} from "../support/prisma.ts";
import { namesInDdl, namesInSchema } from "./ddl-names.ts";

/** Differences that are not ours, by schema and line. None today. */
const known: Readonly<Record<string, readonly string[]>> = {};

const schemas = realSchemas();
const several = schemas.filter(({ files }) => files.length === 1).map((one) => split(one, 3));

describe("models, fields, relations and keys equal Prisma's DMMF", () => {
  test.each([...schemas, ...several])("$name", ({ files }) => {
    expect(ourDatamodel(read(files))).toEqual(prismaDatamodel(datamodelOf(files)));
  });
});

describe("database names equal Prisma's DDL", () => {
  test.each(postgresSchemas().flatMap((one) => [one, split(one, 3)]))(
    "$name",
    async ({ name, files }) => {
      const theirs = namesInDdl(await ddlOf(files));
      const ours = namesInSchema(read(files));
      expect(ours.filter((line) => !theirs.includes(line))).toEqual(known[name] ?? []);
      expect(theirs.filter((line) => !ours.includes(line))).toEqual([]);
    },
  );
});

function read(files: readonly PrismaFile[]): Schema {
  return resolve(files.map(([path, text]) => parseFile(path, text)));
}

function ourDatamodel(schema: Schema): string[] {
  const ignored = new Set(
    schema.models.filter(({ shape }) => shape.ignored).map(({ shape }) => shape.name),
  );
  const models = schema.models.filter(({ shape }) => !shape.ignored);
  return [
    ...models.flatMap((model) => ourModel(model, ignored)),
    ...schema.enums.map(
      ({ shape: { name, databaseName, values } }) =>
        `enum ${name} ${databaseName}: ${values.map((value) => `${value.name}=${value.databaseName}`)}`,
    ),
  ].sort();
}

function ourModel(model: Model, ignored: ReadonlySet<string>): string[] {
  const { shape } = model;
  const at = shape.name;
  const visible = model.fields.filter(
    ({ shape: field, kind }) =>
      !field.ignored && !ignored.has(field.typeName) && kind !== "unsupported",
  );
  return [
    `model ${at} ${shape.table} ${shape.dbSchema ?? ""}`,
    ...visible.map(({ shape: field, kind }) =>
      [
        `field ${at}.${field.name}`,
        kind === "composite" || kind === "relation" ? "object" : kind,
        field.typeName,
        field.arity,
        field.column,
        field.default ? "default" : "",
        field.updatedAt ? "updatedAt" : "",
        field.nativeType ? `${field.nativeType.name}(${field.nativeType.arguments})` : "",
      ].join(" "),
    ),
    ...model.relations
      .filter((relation) => visible.some(({ shape: field }) => field === relation.field))
      .map(({ name, field, foreignKey }) => {
        const fields = (field.relation?.fields ?? []).map(({ text }) => text);
        const references = (field.relation?.references ?? []).map(({ text }) => text);
        const onDelete = foreignKey?.onDeleteStated ? foreignKey.onDelete : "";
        const onUpdate = foreignKey?.onUpdateStated ? foreignKey.onUpdate : "";
        return `relation ${at}.${field.name} ${name} (${fields}) (${references}) ${onDelete} ${onUpdate}`;
      }),
    ...model.indexes.map(
      ({ kind, parts, type, map }) =>
        `${kind} ${at} (${parts.map((part) => `${part.path} ${part.sort}`)}) ${type} ${map ?? ""}`,
    ),
  ];
}

const dmmfKinds: Record<string, string> = {
  id: "primary-key",
  unique: "unique",
  normal: "index",
  fulltext: "fulltext",
};

function prismaDatamodel({ models, types, enums, indexes }: Datamodel): string[] {
  return [
    ...[...models, ...types].flatMap((model) => [
      `model ${model.name} ${model.dbName ?? model.name} ${model.schema ?? ""}`,
      ...model.fields.map((field) => prismaField(model.name, field)),
      ...model.fields
        .filter(({ relationName }) => relationName !== undefined)
        .map(
          (field) =>
            `relation ${model.name}.${field.name} ${field.relationName} (${field.relationFromFields}) (${field.relationToFields}) ${field.relationOnDelete ?? ""} ${field.relationOnUpdate ?? ""}`,
        ),
    ]),
    ...indexes.map(
      (index) =>
        `${dmmfKinds[index.type]} ${index.model} (${index.fields.map((field) => `${field.name} ${field.sortOrder ?? "asc"}`)}) ${index.algorithm ?? "BTree"} ${index.dbName ?? ""}`,
    ),
    ...enums.map(
      ({ name, dbName, values }) =>
        `enum ${name} ${dbName ?? name}: ${values.map((value) => `${value.name}=${value.dbName ?? value.name}`)}`,
    ),
  ].sort();
}

function prismaField(model: string, field: DmmfField): string {
  return [
    `field ${model}.${field.name}`,
    field.kind,
    field.type,
    field.isList ? "list" : field.isRequired ? "required" : "optional",
    field.dbName ?? field.name,
    field.hasDefaultValue ? "default" : "",
    field.isUpdatedAt ? "updatedAt" : "",
    field.nativeType ? `${field.nativeType[0]}(${field.nativeType[1]})` : "",
  ].join(" ");
}
