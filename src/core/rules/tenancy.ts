/**
 * Whose customers share one database: the model of a tenant, as a comment states it or guessed
 * from names and keys.
 */

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

/**
 * Undefined where no model says `/// @tenant`, and none looks like the tenant of a quarter of the
 * other tables, at least three.
 */
export function tenancyOf(schema: Schema): Tenancy | undefined {
  if (known.has(schema)) return known.get(schema);
  const tables = schema.models.filter(isTable);
  const stated = tables.find(({ shape }) => isStated(shape));
  const found = stated ? tenancy(stated.shape, tables) : guessed(tables);
  known.set(schema, found);
  return found;
}

function isStated({ block }: ModelShape): boolean {
  return block.docs.some(({ style, text }) => style === "doc" && /(?:^|\s)@tenant\b/.test(text));
}

function guessed(tables: readonly Model[]): Tenancy | undefined {
  return tables
    .filter(({ shape }) => soundsLikeTenant(shape))
    .map(({ shape }) => tenancy(shape, tables))
    .filter(({ owned }) => owned.size >= 3 && owned.size >= (tables.length - 1) / 4)
    .sort((a, b) => b.owned.size - a.owned.size)[0];
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

const sounds = new WeakMap<ModelShape, boolean>();

/** Asked anew after each edit, and mostly of models that the edit did not touch. */
function soundsLikeTenant(shape: ModelShape): boolean {
  const before = sounds.get(shape);
  if (before !== undefined) return before;
  const now = tenantNames.has(wordsIn(singularOf(shape.name)).join(""));
  sounds.set(shape, now);
  return now;
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
  const counts = new Map<string, number>();
  for (const { name } of [...owned.values()].flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return { tenant, owned, keys: new Set(names) };
}
