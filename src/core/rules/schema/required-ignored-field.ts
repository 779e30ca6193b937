/** A column that every row needs and that the client can no longer fill. */
import type { Rule } from "../../lint/rule.ts";
import { attribute } from "../../schema/attributes.ts";
import { isTable } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";

export const requiredIgnoredField: Rule<Model> = {
  name: "required-ignored-field",
  severity: "warning",
  summary: "A field with @ignore is required and has no default, so no row can be created",
  why: `\`@ignore\` takes the field out of Prisma Client and leaves the column as it is, \`NOT NULL\` included. So \`create\` writes a row without it, the database has nothing to put there, and every insert fails with \`null value in column "…" violates not-null constraint\`. Older versions of Prisma leave \`create\` out of the client of this model altogether.

Reading and changing rows goes on working, which is why it shows only when the first new row is written.

Instead, let the database fill the column: state the default it has, such as \`@default(dbgenerated("…"))\`, or make the field optional. If a trigger fills it, say so in an ignore comment. If nobody needs the column, drop it.`,
  examples: [
    {
      bad: `
        model Invoice {
          id         Int    @id
          legacyCode String @ignore
          //                ^^^^^^^
        }
      `,
    },
    {
      good: `
        model Invoice {
          id         Int      @id
          legacyCode String   @default("none") @ignore
          legacyNote String?  @ignore
          legacyTags String[] @ignore
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings, fields } = model;
    // Documents of MongoDB have no columns that must be filled.
    if (!isTable(model) || shape.ignored || settings.provider === "mongodb") return;
    for (const { shape: field, kind } of fields) {
      if (
        !field.ignored ||
        kind === "relation" ||
        !mustBeGiven(field) ||
        isConnected(model, field)
      ) {
        continue;
      }
      yield {
        at: attribute(field.node.attributes, "ignore") ?? field.node.name,
        message: `Prisma Client cannot fill ${shape.name}.${field.name}, which is required and has no default`,
      };
    }
  },
};

/** A scalar list is nullable in the database. */
function mustBeGiven({ arity, default: value, updatedAt }: Field["shape"]): boolean {
  return arity === "required" && value === undefined && !updatedAt;
}

/** The client fills a foreign key through its relation, while that is not ignored. */
function isConnected({ relations }: Model, field: Field["shape"]): boolean {
  return relations.some((relation) => {
    return !relation.field.ignored && relation.foreignKey?.fields.includes(field);
  });
}
