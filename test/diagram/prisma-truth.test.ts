/** What a diagram shows, and what Mermaid is told of it, are the models and relations of Prisma. */
import { describe, expect, test } from "vitest";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { mermaidOf } from "../../src/core/diagram/mermaid.ts";
import type { Schema } from "../../src/core/schema/resolve.ts";
import { realSchemas, split } from "../support/corpus.ts";
import { type Datamodel, type DmmfField, type DmmfModel, datamodelOf } from "../support/prisma.ts";
import { readMermaid } from "./read-mermaid.ts";
import { schemaOf } from "./schemas.ts";

const schemas = realSchemas();
const several = schemas.filter(({ files }) => files.length === 1).map((one) => split(one, 3));

describe.each([...schemas, ...several])("$name", ({ files }) => {
  const schema = schemaOf(files);
  const diagram = visible(diagramOf(schema), schema);
  const datamodel = datamodelOf(files);

  test("entities, rows and enums", () => {
    expect(ourEntities(diagram)).toEqual(prismaEntities(datamodel));
  });

  test("relations", () => {
    expect(ourRelations(diagram)).toEqual(prismaRelations(datamodel));
  });

  test("Mermaid's text", () => {
    const read = readMermaid(mermaidOf({ ...diagram, enums: [] }).text);
    const models = [...datamodel.models, ...datamodel.types];
    expect(read.entities.map(({ name }) => name).sort()).toEqual(
      models.map(({ name }) => name).sort(),
    );
    expect(read.relations.map(withoutLabel).sort()).toEqual(prismaEdges(datamodel).sort());
    const rows = models.flatMap(({ fields }) => fields.filter(isColumn));
    expect(read.entities.flatMap((entity) => entity.rows)).toHaveLength(rows.length);
  });
});

/** Prisma's client does not know what is ignored, nor unsupported types; a diagram does. */
function visible(diagram: Diagram, { models }: Schema): Diagram {
  const ignoredModels = new Set(
    models.filter(({ shape }) => shape.ignored).map(({ shape }) => shape.name),
  );
  const ignoredFields = new Set(
    models.flatMap(({ shape, fields }) =>
      fields
        .filter(({ shape: field, kind }) => field.ignored || kind === "unsupported")
        .map(({ shape: field }) => `${shape.name}.${field.name}`),
    ),
  );
  return {
    enums: diagram.enums,
    entities: diagram.entities
      .filter(({ id }) => !ignoredModels.has(id))
      .map((entity) => ({
        ...entity,
        rows: entity.rows.filter(({ name }) => !ignoredFields.has(`${entity.id}.${name}`)),
      })),
    relations: diagram.relations.filter(({ from, to }) =>
      [from, to].every(
        ({ entity, field }) =>
          !ignoredModels.has(entity) && !ignoredFields.has(`${entity}.${field}`),
      ),
    ),
  };
}

function ourEntities({ entities, enums }: Diagram): string[] {
  return [
    ...entities.map(
      ({ id, table, rows }) =>
        `${id} ${table ?? id}: ${rows.map(({ name, type, isPrimary }) => `${name} ${type}${isPrimary ? " PK" : ""}`)}`,
    ),
    ...enums.map(({ id, values }) => `${id}: ${values}`),
  ].sort();
}

function isColumn({ relationName }: DmmfField): boolean {
  return relationName === undefined;
}

function prismaEntities({ models, types, enums, indexes }: Datamodel): string[] {
  const isKey = (model: string, field: string) =>
    indexes.some(
      (index) =>
        index.model === model &&
        index.type === "id" &&
        index.fields.some(({ name }) => name === field),
    );
  return [
    ...[...models, ...types].map(
      ({ name: model, dbName, fields }) =>
        `${model} ${dbName ?? model}: ${fields
          .filter(isColumn)
          .map(
            ({ name, type, isList, isRequired }) =>
              `${name} ${type}${isList ? "[]" : isRequired ? "" : "?"}${isKey(model, name) ? " PK" : ""}`,
          )}`,
    ),
    ...enums.map(({ name, values }) => `${name}: ${values.map((value) => value.name)}`),
  ].sort();
}

function ourRelations({ relations }: Diagram): string[] {
  return relations
    .map(({ from, to, kind }) =>
      kind === "composite"
        ? `${from.entity}.${from.field} holds ${to.cardinality} ${to.entity}`
        : `${from.entity}.${from.field} (${from.rows}) ${from.cardinality} → ${to.entity}.${to.field} (${kind === "implicit" ? (from.rows.length > 0 ? to.rows : "") : to.rows}) ${to.cardinality}`,
    )
    .sort();
}

type Side = { readonly model: DmmfModel; readonly field: DmmfField };

/** Both fields of each relation, the one with the key first. */
function prismaPairs({ models }: Datamodel): { from: Side; to: Side | undefined }[] {
  const sides = models.flatMap((model) =>
    model.fields.flatMap((field) => (field.relationName === undefined ? [] : { model, field })),
  );
  const byName = new Map<string, Side[]>();
  for (const side of sides) {
    const ends = [side.model.name, side.field.type].sort();
    const key = [side.field.relationName, ...ends].join(" ");
    byName.set(key, [...(byName.get(key) ?? []), side]);
  }
  return [...byName.values()].map((pair) => {
    const inOrder = [...pair].sort((a, b) =>
      `${a.model.name} ${a.field.name}` < `${b.model.name} ${b.field.name}` ? -1 : 1,
    );
    const isMany = pair.every(({ field }) => field.isList);
    const owner = isMany
      ? inOrder[0]
      : pair.find(({ field }) => (field.relationFromFields ?? []).length > 0);
    if (owner === undefined) throw new Error("A relation has no side with a key");
    return { from: owner, to: pair.find((side) => side !== owner) };
  });
}

function isMany({ from, to }: { from: Side; to: Side | undefined }): boolean {
  return from.field.isList && (to?.field.isList ?? true);
}

function reached({ model, field }: Side): string {
  const keys = model.fields.filter(({ name }) => field.relationFromFields?.includes(name));
  const isRequired = field.isRequired && keys.every((key) => key.isRequired);
  return isRequired ? "one" : "zero-or-one";
}

function prismaRelations(datamodel: Datamodel): string[] {
  return [
    ...prismaPairs(datamodel).map((pair) => {
      const { from, to } = pair;
      const rows = from.field.relationFromFields ?? [];
      const start = `${from.model.name}.${from.field.name} (${rows})`;
      const other = isMany(pair)
        ? rows.length > 0
          ? to?.field.relationFromFields
          : ""
        : from.field.relationToFields;
      const end = `${from.field.type}.${to?.field.name} (${other})`;
      const ends = isMany(pair)
        ? ["many", "many"]
        : [to?.field.isList ? "many" : "zero-or-one", reached(from)];
      return `${start} ${ends[0]} → ${end} ${ends[1]}`;
    }),
    ...held(datamodel).map(
      ({ model, field }) =>
        `${model.name}.${field.name} holds ${field.isList ? "many" : field.isRequired ? "one" : "zero-or-one"} ${field.type}`,
    ),
  ].sort();
}

function held({ models, types }: Datamodel): Side[] {
  return [...models, ...types].flatMap((model) =>
    model.fields
      .filter(({ kind, relationName }) => kind === "object" && relationName === undefined)
      .map((field) => ({ model, field })),
  );
}

function withoutLabel(relation: string): string {
  return relation.split(" ").slice(0, 3).join(" ");
}

function prismaEdges(datamodel: Datamodel): string[] {
  return [
    ...prismaPairs(datamodel).map((pair) => {
      const { from, to } = pair;
      if (isMany(pair)) return `${from.field.type} }o--o{ ${from.model.name}`;
      const left = reached(from) === "one" ? "||" : "|o";
      return `${from.field.type} ${left}--${to?.field.isList ? "o{" : "o|"} ${from.model.name}`;
    }),
    ...held(datamodel).map(({ model, field }) => {
      const right = field.isList ? "o{" : field.isRequired ? "||" : "o|";
      return `${model.name} ||..${right} ${field.type}`;
    }),
  ];
}
