/** Queries on a model along its relations: by a foreign key, joined, with and of the other side. */
import type { JoinTable } from "../../src/core/schema/relation.ts";
import type { Field, Model, Schema } from "../../src/core/schema/resolve.ts";
import type { ModelShape } from "../../src/core/schema/shape.ts";
import { quoted } from "../../src/core/sql/write-name.ts";
import {
  columnIn,
  comparable,
  equal,
  fieldsOf,
  filtered,
  isId,
  namesOf,
  type Query,
  tableIn,
  timeOf,
} from "./advised-indexes-parts.ts";
import { valueFor } from "./advised-indexes-values.ts";

export function byRelations(model: Model, schema: Schema): Query[] {
  return model.relations.flatMap(({ field, foreignKey, target, joinTable }): Query[] => {
    if (joinTable !== undefined) {
      return throughJoinTable(model, joinTable, schemaOf(joinTable, model.shape, target));
    }
    const parent = schema.models.find(({ shape }) => shape === target);
    if (foreignKey === undefined || parent === undefined) return [];
    const key = fieldsOf(
      model,
      foreignKey.fields.map(({ name }) => name),
    );
    const [first] = key;
    if (first === undefined || !key.every((one) => comparable(model).includes(one))) return [];
    const { conditions, values } = equal(model, key);
    const words = `${field.name} (${namesOf(key)})`;
    const time = timeOf(model);
    const value = values[0] ?? "";
    const latest = time && ` ORDER BY ${columnIn(model, time)} DESC LIMIT 20 OFFSET 0`;
    return [
      { words: `of ${words}`, sql: filtered(model, conditions), values },
      {
        words: `of some ${words}`,
        sql: filtered(model, [`${columnIn(model, first)} IN ($1,$2,$3)`]),
        values: [value, value, value],
      },
      ...(latest === undefined
        ? []
        : [{ words: `latest of ${words}`, sql: filtered(model, conditions, latest), values }]),
      ...joined(
        model,
        parent,
        foreignKey.references.map(({ name }) => name),
        key,
        field.name,
      ),
    ];
  });
}

/** A hidden table lives where the model of its first column does. */
function schemaOf({ column }: JoinTable, own: ModelShape, other: ModelShape): string {
  return (column === "A" ? own : other).dbSchema ?? "public";
}

/** Of a hidden table, which has an index for each side. */
function throughJoinTable(model: Model, { name, column }: JoinTable, dbSchema: string): Query[] {
  const key = model.fields.find(({ shape }) => shape.node.attributes.some(isId));
  const value = key && valueFor(key);
  if (value === undefined) return [];
  const table = `${quoted(dbSchema)}.${quoted(name)}`;
  const sql = `SELECT * FROM ${table} WHERE ${table}.${quoted(column)} IN ($1,$2)`;
  return [{ words: `through ${name}.${column}`, sql, values: [value, value], served: "indexed" }];
}

function joined(
  child: Model,
  parent: Model,
  references: readonly string[],
  key: readonly Field[],
  field: string,
): Query[] {
  const targets = fieldsOf(parent, references);
  const on = key.map(
    ({ shape }, at) => `c.${quoted(shape.column)} = p.${quoted(targets[at]?.shape.column ?? "")}`,
  );
  const from = `${tableIn(child)} c JOIN ${tableIn(parent)} p ON ${on.join(" AND ")}`;
  const [byKey] = targets;
  const byText = comparable(parent).find(
    (one) => one.shape.typeName === "String" && !targets.includes(one),
  );
  const byOwn = comparable(child).find(
    (one) => one.kind === "scalar" && !key.includes(one) && !one.shape.node.attributes.some(isId),
  );
  const time = timeOf(child);
  const own = byOwn && `c.${quoted(byOwn.shape.column)} = $1`;
  return [byKey, byText].flatMap((filter): Query[] => {
    if (filter === undefined) return [];
    const condition = `p.${quoted(filter.shape.column)} = $1`;
    const values = [valueFor(filter) ?? ""];
    const words = `${field} where ${parent.shape.name}.${filter.shape.name}`;
    const columns = targets.map(({ shape }) => `p.${quoted(shape.column)}`).join(", ");
    const keys = key.map(({ shape }) => `c.${quoted(shape.column)}`).join(", ");
    return [
      { words: `join ${words}`, sql: `SELECT c.* FROM ${from} WHERE ${condition}`, values },
      {
        words: `left join ${words}`,
        sql: `SELECT p.*, c.* FROM ${tableIn(parent)} p LEFT JOIN ${tableIn(child)} c ON ${on.join(" AND ")} WHERE ${condition}`,
        values,
      },
      {
        words: `is of ${words}`,
        sql: `SELECT c.* FROM ${tableIn(child)} c WHERE (${keys}) IN (SELECT ${columns} FROM ${tableIn(parent)} p WHERE ${condition})`,
        values,
      },
      {
        words: `count of each ${words}`,
        sql: `SELECT p.*, (SELECT count(*) FROM ${tableIn(child)} c WHERE ${on.join(" AND ")}) FROM ${tableIn(parent)} p WHERE ${condition}`,
        values,
      },
      ...(time === undefined
        ? []
        : [
            {
              words: `lateral ${words}`,
              sql: `SELECT p.*, __data FROM ${tableIn(parent)} p LEFT JOIN LATERAL (SELECT COALESCE(JSONB_AGG(t), '[]') AS __data FROM (SELECT c.* FROM ${tableIn(child)} c WHERE ${on.join(" AND ")} ORDER BY c.${quoted(time.shape.column)} DESC LIMIT 5) t) l ON TRUE WHERE ${condition}`,
              values,
            },
          ]),
      ...(own === undefined || byOwn === undefined
        ? []
        : [
            {
              words: `has some ${words}`,
              sql: `SELECT p.* FROM ${tableIn(parent)} p WHERE (${columns}) IN (SELECT ${keys} FROM ${tableIn(child)} c WHERE ${own})`,
              values: [valueFor(byOwn) ?? ""],
            },
          ]),
    ];
  });
}
