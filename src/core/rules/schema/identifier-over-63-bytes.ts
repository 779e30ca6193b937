/** A name that PostgreSQL cannot store in full. */
import type { Finding, Fix, Rule } from "../../lint/rule.ts";
import { addBlockAttribute, addFieldAttribute, setArgument } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import { byteLength, cutTo } from "../../schema/names.ts";
import type { Relation } from "../../schema/relation.ts";
import type { Enum, Index, Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import type { AttributeNode } from "../../schema/syntax.ts";

const most = 63;

export const identifierOver63Bytes: Rule<Model> = {
  name: "identifier-over-63-bytes",
  severity: "warning",
  summary: "A name in the database is longer than PostgreSQL's 63 bytes",
  why: `PostgreSQL cuts every longer name at byte 63 and only mentions it in a notice that no tool shows.

- Two long names that differ only at the end become the same name, and the second table or column cannot be created.
- A table or column keeps one name in the schema and another in the database, so introspection, hand-written SQL and drift detection disagree for ever.
- A long value of an enum is not cut but refused, and the migration fails.

The names that Prisma makes for indexes and constraints are left alone: it shortens these itself, and keeps their ends.

The fix writes down the name the database has today, so nothing changes there. Then choose a shorter one that says more.`,
  examples: [
    {
      bad: `
        model Entitlement {
          id Int @id
          dateOnWhichTheSubscriptionOfTheOrganizationIsRenewedAutomatically DateTime
        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model Entitlement {
          id Int @id
          dateOnWhichTheSubscriptionOfTheOrganizationIsRenewedAutomatically DateTime @map("dateOnWhichTheSubscriptionOfTheOrganizationIsRenewedAutomatical")
        }
      `,
    },
    {
      good: `
        model Entitlement {
          id        Int      @id
          renewedOn DateTime @map("renewed_on")
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || model.settings.provider !== "postgresql") return;
    yield* inTable(model);
    for (const { kind, shape } of model.fields)
      if (kind !== "relation") yield* inColumn(model, shape);
    for (const index of model.indexes) yield* inIndex(index);
    for (const relation of model.relations) yield* inRelation(model, relation);
  },
};

export const enumIdentifierOver63Bytes: Rule<Enum> = {
  ...identifierOver63Bytes,
  *check({ shape, settings }) {
    if (settings.provider !== "postgresql") return;
    const { block, databaseName, map, values } = shape;
    if (isTooLong(databaseName)) {
      const text = `@@map("${cutTo(most, databaseName)}")`;
      yield {
        at: map ?? block.name,
        message: cut("enum", databaseName),
        fix: {
          title: `State ${text}`,
          keepsDatabase: true,
          edits: map ? [{ at: map, text }] : addBlockAttribute(block, text),
        },
      };
    }
    // PostgreSQL refuses a long label instead of cutting it, so there is no name to write down.
    for (const value of values.filter((one) => isTooLong(one.databaseName))) {
      yield {
        at: value.node.name,
        message: `The value ${value.name} has ${byteLength(value.databaseName)} bytes, more than PostgreSQL takes for a label`,
      };
    }
  },
};

function isTooLong(name: string): boolean {
  return byteLength(name) > most;
}

function* inTable({ shape }: Model): Generator<Finding> {
  const { table, map, block } = shape;
  if (!isTooLong(table)) return;
  const text = `@@map("${cutTo(most, table)}")`;
  yield {
    at: map ? map : block.name,
    message: cut("table", table),
    fix: {
      title: `State ${text}`,
      keepsDatabase: true,
      edits: map ? [{ at: map, text }] : addBlockAttribute(block, text),
    },
  };
}

function* inColumn({ shape }: Model, field: FieldShape): Generator<Finding> {
  const { column, node } = field;
  if (!isTooLong(column)) return;
  const map = node.attributes.find(({ name }) => name.text === "map");
  const text = `@map("${cutTo(most, column)}")`;
  yield {
    at: map ?? node.name,
    message: cut("column", column),
    fix: {
      title: `State ${text}`,
      keepsDatabase: true,
      edits: map ? [{ at: map, text }] : addFieldAttribute(shape.block, node, text),
    },
  };
}

function* inIndex({ attribute, map, kind }: Index): Generator<Finding> {
  const what = kind === "primary-key" ? "primary key" : kind === "unique" ? "unique" : "index";
  if (map !== undefined) yield* inConstraint(attribute, what, map);
}

function* inRelation({ settings }: Model, { foreignKey, field }: Relation): Generator<Finding> {
  // Where Prisma Client emulates relations, the database has no foreign keys to name.
  if (!foreignKey?.constraintStated || !field.relation) return;
  if (settings.relationMode === "foreignKeys") {
    yield* inConstraint(field.relation.attribute, "foreign key", foreignKey.constraint);
  }
}

function* inConstraint(attribute: AttributeNode, what: string, name: string): Generator<Finding> {
  if (!isTooLong(name)) return;
  const fix = stateName(attribute, cutTo(most, name));
  yield { at: attribute, message: cut(what, name), fix };
}

function stateName(attribute: AttributeNode, name: string): Fix {
  return {
    title: `State map: "${name}"`,
    keepsDatabase: true,
    edits: setArgument(attribute, "map", `"${name}"`),
  };
}

function cut(what: string, name: string): string {
  return `The name of this ${what} has ${byteLength(name)} bytes; the database knows it as ${cutTo(most, name)}`;
}
