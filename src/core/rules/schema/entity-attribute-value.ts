/** A table whose rows are the columns of another. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isConstraint } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const entityAttributeValue: Rule<Model> = {
  name: "entity-attribute-value",
  severity: "hint",
  preset: "strict",
  summary: "Rows of name and value stand in for the columns of another table",
  why: `One row per property makes every property a text. No type, no NOT NULL and no foreign key can be declared for a value, so "tomorrow" is as good a date as any. Reading one thing with ten properties joins ten rows, a filter on two properties joins the table with itself, and the planner has no idea how many rows share a value.

It is right where the names come from users and the application only shows them.

Instead, make known properties columns of the model they describe. What is open but belongs together goes into one \`Json\` column there (\`jsonb\` on PostgreSQL, with a GIN index where it is searched): one row, one read, real numbers.`,
  examples: [
    {
      bad: `
        model ProductAttribute {
        //    ^^^^^^^^^^^^^^^^
          id        Int     @id
          product   Product @relation(fields: [productId], references: [id])
          productId Int
          name      String
          value     String
        }

        model Product {
          id         Int                @id
          attributes ProductAttribute[]
        }
      `,
    },
    {
      good: `
        model Product {
          id         Int   @id
          weight     Float
          properties Json  @default("{}")
        }
      `,
    },
  ],
  *check(model) {
    const { shape, fields, settings } = model;
    // In MongoDB this is how attributes get one index.
    if (!isTable(model) || settings.provider === "mongodb") return;
    // Who changed it last is not whose property it is.
    const owner = model.relations.find(
      ({ side, field }) => side === "owning" && field.arity === "required",
    );
    const columns = fields.filter(({ kind }) => kind !== "relation").map((field) => field.shape);
    const isText = columns.filter(
      ({ typeName, arity }) => typeName === "String" && arity !== "list",
    );
    const name = isText.find((field) => ends(field.name, names));
    const value = isText.find((field) => ends(field.name, values));
    if (!owner || !name || !value || columns.length > 6) return;
    // A name that occurs once in the whole table is a setting, not a property of each row.
    if (isUniqueAlone(model, name)) return;
    yield {
      at: shape.block.name,
      message: `${shape.name} keeps properties of ${owner.target.name} as rows of ${name.name} and ${value.name}`,
    };
  },
};

function isUniqueAlone({ indexes }: Model, field: FieldShape): boolean {
  return indexes.some(
    (index) => isConstraint(index) && index.parts.length === 1 && index.parts[0]?.field === field,
  );
}

const names = new Set(["key", "name", "attribute", "property", "field"]);
const values = new Set(["value", "val"]);

/** `value`, or `attribute_value`. */
function ends(name: string, words: ReadonlySet<string>): boolean {
  return words.has(wordsIn(name).at(-1) ?? "");
}
