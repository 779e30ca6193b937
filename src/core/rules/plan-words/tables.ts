/**
 * A table of a plan in the words of the Prisma schema: its model, and fields by the names of their
 * columns. Where there is no schema, or no such model, the words of the database stay.
 */
import type { PlanNode } from "../../plan/plan.ts";
import { isTable } from "../../schema/model.ts";
import { cutTo, longestIdentifier } from "../../schema/names.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import type { PlanSubject } from "../plan-rule.ts";

export type Table = {
  /** The model's name, or that of the table. */
  readonly name: string;
  /** In the database. */
  readonly relation: string;
  /** In the database, where EXPLAIN tells it or the model states it. */
  readonly schema: string | undefined;
  readonly model: Model | undefined;
};

/** Undefined for a node that reads no table. */
export function tableOf(subject: PlanSubject, node: PlanNode): Table | undefined {
  const { relation } = node;
  if (relation === undefined) return undefined;
  const model = modelOf(subject, relation, node.schema) ?? modelOfPartition(subject, node);
  return {
    name: model?.shape.name ?? relation,
    relation: model?.shape.table ?? relation,
    schema: node.schema ?? model?.shape.dbSchema,
    model,
  };
}

/**
 * A partition has a name of its own, and as alias that of its table with a number; a single one has
 * the alias as it is.
 */
function modelOfPartition(subject: PlanSubject, node: PlanNode): Model | undefined {
  const { alias = "", relation = "" } = node;
  const name = alias.replace(/_\d+$/, "");
  const isPart = name !== "" && (name !== alias || relation.startsWith(name));
  return isPart ? modelOf(subject, name, undefined) : undefined;
}

/** Of several models of that table's name, in schemas that EXPLAIN does not tell, none is meant. */
function modelOf(
  { schema }: PlanSubject,
  relation: string,
  dbSchema: string | undefined,
): Model | undefined {
  const found = (schema?.models ?? []).filter(
    (model) =>
      isTable(model) &&
      cutTo(longest, model.shape.table) === relation &&
      (dbSchema === undefined ||
        model.shape.dbSchema === undefined ||
        model.shape.dbSchema === dbSchema),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** PostgreSQL cuts off what is longer, and has never heard of it. */
const longest = longestIdentifier("postgresql");

export function fieldOf({ model }: Table, column: string): Field | undefined {
  return model?.fields.find(
    ({ shape, kind }) => kind !== "relation" && cutTo(longest, shape.column) === column,
  );
}

/** As the user knows it: the field's name, or the column's. */
export function nameOf(table: Table, column: string): string {
  return fieldOf(table, column)?.shape.name ?? column;
}

/** `Order.status`, `Order.(status, placedAt)`. */
export function columnsOf(table: Table, columns: readonly string[]): string {
  const names = columns.map((column) => nameOf(table, column));
  return names.length === 1 ? `${table.name}.${names[0]}` : `${table.name}.(${names.join(", ")})`;
}
