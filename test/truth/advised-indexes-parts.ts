/** What queries on a model are put together of: names, conditions and values, as Prisma Client writes them. */
import type { Field, Model } from "../../src/core/schema/resolve.ts";
import { quoted } from "../../src/core/sql/write-name.ts";
import { isTime, valueFor } from "./advised-indexes-values.ts";

export type Asked = {
  readonly model: string;
  /** `by Order.status`. */
  readonly words: string;
  readonly sql: string;
  /** Of `$1` and so on. */
  readonly values: readonly string[];
  /**
   * `unique`: it finds one row by a key, and nobody has anything to say. `indexed`: an index leads
   * to its rows, so that none is lacking.
   */
  readonly served?: "unique" | "indexed";
  /** The same question as it is better asked, where the query has to change. */
  readonly instead?: Pick<Asked, "sql" | "values">;
};

export type Query = Omit<Asked, "model">;

/** As Prisma Client names it. */
export function tableIn({ shape }: Pick<Model, "shape">): string {
  return `${quoted(shape.dbSchema ?? "public")}.${quoted(shape.table)}`;
}

export const all = (model: Model) => `SELECT * FROM ${tableIn(model)}`;

/** `"public"."Order"."status"`, as Prisma Client qualifies it. */
export const columnIn = (model: Model, { shape }: Field) =>
  `${tableIn(model)}.${quoted(shape.column)}`;

export function filtered(model: Model, conditions: readonly string[], behind = ""): string {
  return `${all(model)} WHERE (${conditions.join(" AND ")})${behind}`;
}

export function equal(model: Model, fields: readonly Field[]) {
  const values = fields.map((field) => valueFor(field) ?? "");
  return {
    conditions: fields.map((field, at) => `${columnIn(model, field)} = $${at + 1}`),
    values,
  };
}

/** What can be compared with `=`, and a value of which is known. */
export function comparable({ fields }: Model): Field[] {
  return fields.filter((field) => field.shape.arity !== "list" && valueFor(field) !== undefined);
}

export function fieldsOf(model: Model, names: readonly (string | undefined)[]): Field[] {
  return names.flatMap((name) => model.fields.find(({ shape }) => shape.name === name) ?? []);
}

export const namesOf = (fields: readonly Field[]) =>
  fields.map(({ shape }) => shape.name).join(", ");

export const isId = ({ name }: { name: { text: string } }) => name.text === "id";

/** When rows were made, as a list on a screen has it. */
export function timeOf({ fields }: Model): Field | undefined {
  const times = fields.filter((field) => isTime(field));
  return times.find(({ shape }) => /^created|^placed|^inserted/i.test(shape.name)) ?? times[0];
}

export function keyOf(model: Model): Field[] {
  const key = model.indexes.find(({ kind }) => kind === "primary-key");
  return fieldsOf(
    model,
    (key?.parts ?? []).map(({ field }) => field?.name),
  );
}
