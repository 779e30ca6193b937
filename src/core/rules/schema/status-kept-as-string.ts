/** A choice from a short list, kept as any text. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { stringOf } from "../../schema/attributes.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const statusKeptAsString: Rule<Model> = {
  name: "status-kept-as-string",
  severity: "hint",
  preset: "strict",
  summary: "A status, kind or role is text that the database does not check",
  why: `The column takes any text. One service writes \`cancelled\`, another \`canceled\`, a script \`Cancelled\`, and each query finds its own share of the rows. TypeScript sees \`string\`, so neither a typo nor a forgotten case of a \`switch\` is reported, and the list of allowed values is found nowhere but in the code that happens to write them.

The values in use are not in the schema, so no fix is offered.

Instead, look at what is there with \`SELECT status, count(*) … GROUP BY status\`, then declare an enum with these values and cast the column in the migration: \`ALTER TABLE … ALTER COLUMN … TYPE … USING status::"Status"\`. If values come and go often, keep the text and add a check constraint or a table of its own.`,
  examples: [
    {
      bad: `
        model Order {
          id     Int    @id
          status String @default("pending")
          //     ^^^^^^
        }
      `,
    },
    {
      good: `
        model Order {
          id     Int         @id
          status OrderStatus @default(PENDING)
        }

        enum OrderStatus {
          PENDING
          PAID
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    // The connector for SQL Server has no enums.
    if (!isTable(model) || settings.provider === "sqlserver") return;
    for (const field of shape.fields) {
      const value = stringOf(field.default);
      const { type } = field.node;
      if (!type || value === undefined || !word.test(value) || !isChoice(field)) continue;
      yield {
        at: type.name,
        message: `${shape.name}.${field.name} is a choice like "${value}", and String takes any text`,
      };
    }
  },
};

/** The kind of text that could be the value of an enum. */
const word = /^\p{L}[\p{L}\d]*([ _-][\p{L}\d]+){0,3}$/u;

const choices = new Set(
  "status state type kind role visibility priority stage phase tier severity mode".split(" "),
);

/** Types that somebody else keeps the list of. */
const open = new Set("mime content media file".split(" "));

function isChoice({ name, typeName, arity }: FieldShape): boolean {
  const words = wordsIn(name);
  return (
    typeName === "String" &&
    arity !== "list" &&
    choices.has(words.at(-1) ?? "") &&
    !words.some((each) => open.has(each))
  );
}
