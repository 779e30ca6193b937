/** Whose customers share one database: the model of a tenant, guessed from names and keys. */

import { wordsIn } from "../base/words.ts";
import { isTable } from "../schema/model.ts";
import type { Model, Schema } from "../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../schema/shape.ts";
import { singularOf } from "./plural.ts";

export type Tenancy = {
  readonly tenant: ModelShape;
  /** The tables with a required foreign key to the tenant, and the fields of those keys. */
  readonly owned: ReadonlyMap<ModelShape, readonly FieldShape[]>;
  /** What those fields are called, the most frequent name first. */
  readonly keys: ReadonlySet<string>;
};

const known = new WeakMap<Schema, Tenancy | undefined>();

/** Undefined where no model looks like the tenant of a quarter of the other tables, at least three. */
export function tenancyOf(schema: Schema): Tenancy | undefined {
  if (known.has(schema)) return known.get(schema);
  const tables = schema.models.filter(isTable);
  const found = tables
    .filter(({ shape }) => isTenantName(shape.name))
    .map(({ shape }) => tenancy(shape, tables))
    .filter(({ owned }) => owned.size >= 3 && owned.size >= (tables.length - 1) / 4)
    .sort((a, b) => b.owned.size - a.owned.size)[0];
  known.set(schema, found);
  return found;
}

/** Whether a table says itself which tenant it belongs to, in a foreign key or by a plain field. */
export function holdsKey({ tenant, keys }: Tenancy, { shape, relations }: Model): boolean {
  return (
    shape.fields.some(({ name }) => keys.has(name)) ||
    relations.some(({ target, foreignKey }) => target === tenant && foreignKey)
  );
}

const tenantNames = new Set(
  "tenant organization organisation workspace company account team project".split(" "),
);

function isTenantName(name: string): boolean {
  return tenantNames.has(wordsIn(singularOf(name)).join(""));
}

function tenancy(tenant: ModelShape, tables: readonly Model[]): Tenancy {
  const owned = new Map<ModelShape, readonly FieldShape[]>();
  for (const { shape, relations } of tables) {
    if (shape === tenant) continue;
    const fields = relations
      .filter(({ target }) => target === tenant)
      .flatMap(({ foreignKey }) => foreignKey?.fields ?? [])
      .filter(({ arity }) => arity === "required");
    if (fields.length > 0) owned.set(shape, fields);
  }
  const names = [...owned.values()].flat().map(({ name }) => name);
  const count = (name: string) => names.filter((other) => other === name).length;
  return { tenant, owned, keys: new Set(names.sort((a, b) => count(b) - count(a))) };
}
