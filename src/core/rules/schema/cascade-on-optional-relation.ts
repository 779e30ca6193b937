/** A row that may live without its parent, and dies with it. */
import type { Span } from "../../base/text.ts";
import type { Rule } from "../../lint/rule.ts";
import { argumentsOf } from "../../schema/attributes.ts";
import { isConstraint } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { ForeignKey, Relation } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";

export const cascadeOnOptionalRelation: Rule<Model> = {
  name: "cascade-on-optional-relation",
  severity: "hint",
  preset: "strict",
  summary: "A relation may be empty, yet rows are deleted together with what it points at",
  why: `The question mark says that a row makes sense without its parent. \`onDelete: Cascade\` says that it makes none: when the parent goes, so does the row. Both can be meant, but often the column only became optional later and nobody thought of the action, and the first delete of a parent takes rows along that were to stay, in a statement that names another table.

It is told where a row has another parent that it cannot be without: that one owns it, and this one is only mentioned. Trees, whose roots have no parent, and models that belong to one of several parents are left alone. So are rows of several kinds, told apart by a column such as \`type\`, and keys that are part of a unique: there the parent is part of what the row is.

Instead, decide what a delete of the parent means. If the rows are to stay, state \`onDelete: SetNull\`. If none of them makes sense without its parent, make the column and the relation required. If only those go that have one, ignore this rule and say so.`,
  examples: [
    {
      bad: `
        model Document {
          id         Int    @id
          team       Team   @relation(fields: [teamId], references: [id], onDelete: Cascade)
          teamId     Int
          reviewer   User?  @relation(fields: [reviewerId], references: [id], onDelete: Cascade)
          //                                                                  ^^^^^^^^^^^^^^^^^
          reviewerId Int?
        }

        model Team {
          id        Int        @id
          documents Document[]
        }

        model User {
          id       Int        @id
          reviewed Document[]
        }
      `,
    },
    {
      good: `
        model Document {
          id         Int   @id
          team       Team  @relation(fields: [teamId], references: [id], onDelete: Cascade)
          teamId     Int
          reviewer   User? @relation(fields: [reviewerId], references: [id], onDelete: SetNull)
          reviewerId Int?
        }

        model Team {
          id        Int        @id
          documents Document[]
        }

        model User {
          id       Int        @id
          reviewed Document[]
        }
      `,
    },
  ],
  *check(model) {
    const { shape, relations } = model;
    if (!isTable(model)) return;
    const optional = relations.filter(isOptionalKey);
    const [only] = optional;
    // One of several parents: which one it is, a row says by the key that is set.
    if (!only || optional.length > 1 || only.target === shape) return;
    if (!relations.some(({ foreignKey }) => foreignKey && !isEmptiable(foreignKey))) return;
    const { field, target } = only;
    if (field.relation?.onDelete !== "Cascade" || isOfKinds(model) || identifies(model, only))
      return;
    yield {
      at: onDeleteOf(only),
      message: `A row of ${shape.name} may be without ${field.name}, and is deleted with its ${target.name}`,
    };
  },
};

/** None of the columns of its key is required. */
function isOptionalKey({ foreignKey }: Relation): boolean {
  return foreignKey !== undefined && isEmptiable(foreignKey);
}

/** Rows of one kind have the parent, those of another do without. */
function isOfKinds({ shape }: Model): boolean {
  return shape.fields.some(
    ({ name, arity }) => arity === "required" && (name === "type" || name === "kind"),
  );
}

/** By the key to the parent, rows are kept apart: one per parent, or one name in each. */
function identifies({ indexes }: Model, { foreignKey }: Relation): boolean {
  return indexes.some(
    (index) =>
      isConstraint(index) &&
      index.parts.some(({ field }) => field && foreignKey?.fields.includes(field)),
  );
}

function isEmptiable({ fields }: ForeignKey): boolean {
  return fields.every(({ arity }) => arity === "optional");
}

function onDeleteOf({ field }: Relation): Span {
  const { relation, node } = field;
  const given = relation && argumentsOf(relation.attribute);
  return given?.find(({ name }) => name?.text === "onDelete") ?? node.name;
}
