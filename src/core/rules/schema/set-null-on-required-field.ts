/** A relation that sets to null what cannot be null. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { argumentsOf } from "../../schema/attributes.ts";
import { setArgument } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { AttributeNode } from "../../schema/syntax.ts";

export const setNullOnRequiredField: Rule<Model> = {
  name: "set-null-on-required-field",
  severity: "warning",
  summary: "SetNull stands on a relation with a required column, where it can only fail",
  why: `PostgreSQL accepts the foreign key and finds out late: the first delete of a parent that has children tries to write null into a \`NOT NULL\` column and fails with \`null value in column "…" violates not-null constraint\`. The schema promises that the children stay without a parent, the tests that delete a childless parent pass, and in production the delete is impossible.

In a composite key *all* columns are set to null. One required column, often the tenant's id, is enough to make every such delete fail. PostgreSQL 15 can name those that are set, \`ON DELETE SET NULL ("buildId")\`, but Prisma does not know of it: where a migration of yours says so, ignore this rule.

The fix writes down \`Restrict\`, which does the same as today, a delete is refused, but says so and fails with an error that names the relation. If the children are meant to stay, make the columns and the relation optional; if they are meant to go, use \`Cascade\`.`,
  examples: [
    {
      bad: `
        model Book {
          id       Int    @id
          author   Author @relation(fields: [authorId], references: [id], onDelete: SetNull)
          //                                                              ^^^^^^^^^^^^^^^^^
          authorId Int

          @@index([authorId])
        }

        model Author {
          id    Int    @id
          books Book[]
        }
      `,
      fixed: `
        model Book {
          id       Int    @id
          author   Author @relation(fields: [authorId], references: [id], onDelete: Restrict)
          authorId Int

          @@index([authorId])
        }

        model Author {
          id    Int    @id
          books Book[]
        }
      `,
    },
    {
      good: `
        model Book {
          id       Int     @id
          author   Author? @relation(fields: [authorId], references: [id], onDelete: SetNull)
          authorId Int?

          @@index([authorId])
        }

        model Author {
          id    Int    @id
          books Book[]
        }
      `,
    },
  ],
  *check(model) {
    // Everywhere else Prisma refuses the schema and says so itself.
    if (!isTable(model) || model.settings.provider !== "postgresql") return;
    for (const { field, target, foreignKey } of model.relations) {
      const { relation } = field;
      const required = foreignKey?.fields.find(({ arity }) => arity === "required");
      if (!relation || !required) continue;
      const column = `${model.shape.name}.${required.name}`;
      if (relation.onDelete === "SetNull") {
        const deed = `a delete in ${target.name} fails while rows of ${model.shape.name} point there`;
        yield finding(relation.attribute, "onDelete", `${column} is required: ${deed}`);
      }
      if (relation.onUpdate === "SetNull") {
        const deed = `a change of the key in ${target.name} fails while rows of ${model.shape.name} point there`;
        yield finding(relation.attribute, "onUpdate", `${column} is required: ${deed}`);
      }
    }
  },
};

function finding(attribute: AttributeNode, name: string, message: string): Finding {
  const given = argumentsOf(attribute).find((argument) => argument.name?.text === name);
  return {
    at: given ?? attribute,
    message,
    fix: {
      title: `State ${name}: Restrict, which is what happens today`,
      edits: setArgument(attribute, name, "Restrict"),
    },
  };
}
