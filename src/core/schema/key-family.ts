/** Columns that foreign keys tie together: one cannot change its type without the others. */
import type { Schema } from "./resolve.ts";
import type { FieldShape, ModelShape } from "./shape.ts";

/** A field with the table it stands in, and whether it points at another. */
export type Column = {
  readonly table: ModelShape;
  readonly field: FieldShape;
  readonly isForeign: boolean;
};

/** Asks for a field's column and all that foreign keys tie to it, directly or by way of others. */
export function keyFamilies({ models }: Schema) {
  type Tied = Pick<Column, "table" | "field">;
  const tied = new Map<FieldShape, Tied[]>();
  const foreign = new Set<FieldShape>();
  const tie = (field: FieldShape, to: Tied) => {
    const before = tied.get(field);
    if (before) before.push(to);
    else tied.set(field, [to]);
  };
  for (const { shape, relations } of models) {
    for (const { foreignKey, target } of relations) {
      for (const [at, field] of (foreignKey?.fields ?? []).entries()) {
        const reference = foreignKey?.references[at];
        if (!reference) continue;
        foreign.add(field);
        tie(field, { table: target, field: reference });
        tie(reference, { table: shape, field });
      }
    }
  }
  return (table: ModelShape, field: FieldShape): readonly Column[] => {
    const family = new Map<FieldShape, Tied>([[field, { table, field }]]);
    // A map also walks through what is added to it on the way.
    for (const member of family.keys()) {
      for (const other of tied.get(member) ?? []) family.set(other.field, other);
    }
    return [...family.values()].map((each) => ({ ...each, isForeign: foreign.has(each.field) }));
  };
}
