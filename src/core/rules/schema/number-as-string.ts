/** A count or a measure kept as the text that spells it. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const numberAsString: Rule<Model> = {
  name: "number-as-string",
  severity: "info",
  summary: "A number is stored as text",
  why: `Text is compared letter by letter, so \`"10"\` comes before \`"9"\`: sorting is wrong, \`gt\` and \`lt\` are wrong, and the largest of all values is \`"99"\`, not \`"100"\`. \`_sum\` and \`_avg\` do not take the column at all, and \`increment\` neither, so the code reads, adds and writes back, and of two requests that do so at once one is lost. And the database keeps \`"12 pcs"\`, \`"1,5"\` and \`""\` just as well.

Numbers that only name something (a phone number, a postcode, the number of an invoice, a version) are text, and are left alone.

Instead, make the field an \`Int\`, or a \`Decimal\` where it has a fraction. On a table with rows, write the migration by hand, because Prisma drops the column and makes it anew: \`ALTER COLUMN "quantity" TYPE integer USING "quantity"::integer\`, after a look at what is no number. Where the text is what counts, as somebody else sent it, silence this rule.`,
  examples: [
    {
      bad: `
        model Item {
          id       Int    @id
          quantity String
          //       ^^^^^^
        }
      `,
    },
    {
      good: `
        model Item {
          id            Int    @id
          quantity      Int
          invoiceNumber String
        }
      `,
    },
  ],
  *check(model) {
    const { shape, relations } = model;
    if (!isTable(model)) return;
    const foreign = new Set(relations.flatMap(({ foreignKey }) => foreignKey?.fields ?? []));
    for (const field of shape.fields) {
      const { name, typeName, node } = field;
      if (!node.type || typeName !== "String" || foreign.has(field)) continue;
      if (!namesNumber(wordsIn(name)) || isMadeAsText(field)) continue;
      yield { at: node.type.name, message: `${shape.name}.${name} is a number stored as text` };
    }
  },
};

const numbers = new Set(
  "age quantity qty count percent percentage latitude longitude lat lng".split(" "),
);

/** The words of a text about a number, or of one that is shown as it is. */
const texts = new Set(
  "text string str label title display raw formatted format human readable original encrypted hash unit units range".split(
    " ",
  ),
);

function namesNumber(words: readonly string[]): boolean {
  if (words.some((word) => texts.has(word))) return false;
  const [first, second] = words;
  return (
    numbers.has(words.at(-1) ?? "") ||
    (words.length > 2 && (first === "number" || first === "num") && second === "of")
  );
}

/** A default that is no number says what the text is: `"unknown"`, `"18-25"`. */
function isMadeAsText({ default: value }: FieldShape): boolean {
  return value?.kind === "call" || (value?.kind === "string" && !isNumber(value.value));
}

function isNumber(text: string): boolean {
  return text.trim() === "" || Number.isFinite(Number(text));
}
