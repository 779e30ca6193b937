/**
 * A field, model or enum gets the name that Prisma's conventions ask for, everywhere in the
 * schema. The database keeps the old one.
 */
import type { Edit } from "../base/text.ts";
import { camelCase, pascalCase } from "../base/words.ts";
import { isPlural, singularOf } from "../rules/plural.ts";
import { renameEnum, renameField, renameModel } from "../schema/rename.ts";
import type { Enum, Model, Schema } from "../schema/resolve.ts";
import type { FieldShape } from "../schema/shape.ts";
import type { Refactoring } from "./refactoring.ts";

/** Each is undefined when the name is fine, or when the better one cannot be had. */
export const renameByConvention = {
  field(model: Model, field: FieldShape): Refactoring | undefined {
    const name = camelCase(field.name);
    if (name === field.name) return undefined;
    const kept = model.fields.find(({ shape }) => shape === field)?.kind !== "relation";
    return refactoring("rename-field", field.name, name, renameField(model, field, name), [
      `Code that uses the client says \`${name}\` from now on.${kept ? ` The column stays \`${field.column}\`, also in raw queries.` : ""}`,
      ...compoundKeys(model, field),
    ]);
  },

  model(schema: Schema, model: Model): Refactoring | undefined {
    const { shape } = model;
    const pascal = pascalCase(shape.name);
    const name = isPlural(pascal) && !/To\p{Lu}/u.test(pascal) ? singularOf(pascal) : pascal;
    if (name === shape.name) return undefined;
    return refactoring("rename-block", shape.name, name, renameModel(schema, model, name), [
      `Code that uses the client says \`${lowerFirst(name)}\` from now on, and generated types begin with \`${name}\`. The ${shape.kind === "view" ? "view" : "table"} stays \`${shape.table}\`, also in raw queries.`,
    ]);
  },

  enum(schema: Schema, one: Enum): Refactoring | undefined {
    const { name: before, databaseName } = one.shape;
    const name = pascalCase(before);
    if (name === before) return undefined;
    return refactoring("rename-block", before, name, renameEnum(schema, one, name), [
      `Code that uses the client says \`${name}\` from now on. The type stays \`${databaseName}\` in the database.`,
    ]);
  },
};

function refactoring(
  name: Refactoring["name"],
  before: string,
  after: string,
  edits: readonly Edit[] | undefined,
  notes: readonly string[],
): Refactoring | undefined {
  if (edits === undefined) return undefined;
  return {
    name,
    title: `Rename ${before} to ${after} and keep its name in the database`,
    summary: "The database does not change",
    edits,
    changesDatabase: false,
    notes,
  };
}

/** `where: { team_id_slug: … }` is made of the names of its fields. */
function compoundKeys({ indexes }: Model, field: FieldShape): string[] {
  const used = indexes.some(
    ({ kind, parts }) =>
      (kind === "primary-key" || kind === "unique") &&
      parts.length > 1 &&
      parts.some((part) => part.field === field),
  );
  return used
    ? ["A key of several fields takes its name in the client from theirs, so that changes too."]
    : [];
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
