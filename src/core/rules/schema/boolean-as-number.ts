/** Yes or no, kept as a number or as text. */
import { textOf } from "../../base/text.ts";
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const booleanAsNumber: Rule<Model> = {
  name: "boolean-as-number",
  severity: "info",
  summary: "Yes or no is stored as a number or as text",
  why: `The column takes more than two answers. Next to 0 and 1 somebody writes 2, next to \`"Y"\` stand \`"y"\`, \`"yes"\` and \`""\`, and each reader decides on its own what they mean. TypeScript cannot help: \`if (user.isActive)\` takes \`"false"\` and \`"0"\` for true.

Instead, make the field a \`Boolean\`. On a table with rows, write the migration by hand, because Prisma drops the column and makes it anew: \`ALTER COLUMN "isActive" TYPE boolean USING "isActive" <> 0\`, with its default dropped before and set again after. If there really is a third answer, an enum says which. Code that compares with 1 or \`"Y"\` has to change in the same release, and therefore there is no automatic fix.`,
  examples: [
    {
      bad: `
        model User {
          id       Int    @id
          isActive Int    @default(1)
          //       ^^^
          hasPaid  String @default("N")
          //       ^^^^^^
        }
      `,
    },
    {
      good: `
        model User {
          id       Int     @id
          isActive Boolean @default(true)
          isoCode  String
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model)) return;
    for (const field of shape.fields) {
      const { name, typeName, node, arity } = field;
      if (!node.type || arity === "list" || !types.has(typeName)) continue;
      if (!asksYesOrNo(name) || !mayAnswerYesOrNo(field)) continue;
      yield { at: node.type.name, message: `${shape.name}.${name} is yes or no in ${a(typeName)}` };
    }
  },
};

const types = new Set(["Int", "BigInt", "String"]);

function a(typeName: string): string {
  return typeName === "Int" ? "an Int" : `a ${typeName}`;
}

const questions = new Set(["is", "has", "can", "was", "should"]);

/** Behind these it is asked how many, which or when. */
const things = new Set(
  "count counts number total amount id ids code key at on date time by type status reason name level hash until since".split(
    " ",
  ),
);

function asksYesOrNo(name: string): boolean {
  const [question = "", ...rest] = wordsIn(name);
  return questions.has(question) && rest.length > 0 && !things.has(rest.at(-1) ?? "");
}

/** A default tells whether it was meant as one of two. */
function mayAnswerYesOrNo({ default: value }: FieldShape): boolean {
  if (!value) return true;
  return /^"?(?:0|1|y|n|yes|no|t|f|true|false|)"?$/i.test(textOf(value));
}
