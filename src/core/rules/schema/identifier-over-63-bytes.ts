/** A name that PostgreSQL cannot store in full. */
import type { Finding, Fix, Rule } from "../../lint/rule.ts";
import { addBlockAttribute, addFieldAttribute, setArgument } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import { byteLength, cutTo, defaultNameInFull } from "../../schema/names.ts";
import type { Relation } from "../../schema/relation.ts";
import type { Enum, Index, Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import type { AttributeNode, Name } from "../../schema/syntax.ts";

const most = 63;

export const identifierOver63Bytes: Rule<Model> = {
  name: "identifier-over-63-bytes",
  severity: "warning",
  summary: "A name in the database is longer than PostgreSQL's 63 bytes",
  why: `PostgreSQL cuts every longer name at byte 63 and only mentions it in a notice that no tool shows.

- Two long names that differ only at the end become the same name, and the second table, column or index cannot be created.
- A table or column keeps one name in the schema and another in the database, so introspection, hand-written SQL and drift detection disagree for ever.
- Prisma shortens the names it makes for indexes and constraints itself. Nobody can guess the result, and a renamed field changes it: the next migration then renames or rebuilds the index.

The fix writes down the name the database has today, so nothing changes there. Then choose a shorter one that says more.`,
  examples: [
    {
      bad: `
        model SubscriptionEntitlement {
          id                   Int    @id
          organizationUnitCode String
          externalReferenceKey String

          @@index([organizationUnitCode, externalReferenceKey])
        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model SubscriptionEntitlement {
          id                   Int    @id
          organizationUnitCode String
          externalReferenceKey String

          @@index([organizationUnitCode, externalReferenceKey], map: "SubscriptionEntitlement_organizationUnitCode_externalRefere_idx")
        }
      `,
    },
    {
      good: `
        model SubscriptionEntitlement {
          id                   Int    @id
          organizationUnitCode String
          externalReferenceKey String

          @@index([organizationUnitCode, externalReferenceKey], map: "entitlement_reference")
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || !speaksPostgres(model.settings.provider)) return;
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
    if (!speaksPostgres(settings.provider)) return;
    const { block, databaseName, map, values } = shape;
    if (isTooLong(databaseName)) {
      const text = `@@map("${cutTo(most, databaseName)}")`;
      yield {
        at: map ?? block.name,
        message: cut("enum", databaseName),
        fix: {
          title: `State ${text}`,
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
      edits: map ? [{ at: map, text }] : addFieldAttribute(shape.block, node, text),
    },
  };
}

function* inIndex(index: Index): Generator<Finding> {
  const { attribute, fullName, name, kind } = index;
  const what = kind === "primary-key" ? "primary key" : kind === "unique" ? "unique" : "index";
  yield* inConstraint(attribute, what, fullName ?? name, name);
}

function* inRelation({ shape, settings }: Model, relation: Relation): Generator<Finding> {
  const { foreignKey, field, joinTable } = relation;
  // Where Prisma Client emulates relations, the database has no foreign keys to name.
  if (foreignKey && field.relation && settings.relationMode === "foreignKeys") {
    const { constraint, constraintStated, fields } = foreignKey;
    const columns = fields.map(({ column }) => column);
    const full = constraintStated ? constraint : defaultNameInFull("fkey", shape.table, columns);
    yield* inConstraint(field.relation.attribute, "foreign key", full, constraint);
  }
  // Both sides see the join table; the side of column A tells.
  if (joinTable?.column === "A" && isTooLong(`${joinTable.name}_AB_pkey`)) {
    const stated: Name | AttributeNode = field.relation?.attribute ?? field.node.name;
    yield { at: stated, message: cut("key of the hidden join table", `${joinTable.name}_AB_pkey`) };
  }
}

/** `full` is the name before anybody shortened it, `name` what Prisma asks the database for. */
function* inConstraint(
  attribute: AttributeNode,
  what: string,
  full: string,
  name: string,
): Generator<Finding> {
  if (!isTooLong(full)) return;
  const known = cutTo(most, name);
  yield { at: attribute, message: cut(what, full, known), fix: stateName(attribute, known) };
}

function stateName(attribute: AttributeNode, name: string): Fix {
  return {
    title: `State map: "${name}"`,
    edits: setArgument(attribute, "map", `"${name}"`),
  };
}

function cut(what: string, name: string, known = cutTo(most, name)): string {
  return `The name of this ${what} has ${byteLength(name)} bytes; the database knows it as ${known}`;
}
