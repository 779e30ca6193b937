/** A date or a moment kept as the text that spells it. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const dateAsString: Rule<Model> = {
  name: "date-as-string",
  severity: "info",
  summary: "A date is stored as text",
  why: `Text is sorted by its letters: \`"9/30/2024"\` comes after \`"10/01/2024"\`, and even ISO dates go wrong as soon as one writer uses another zone or leaves out the milliseconds. The database takes \`"2023-02-30"\`, \`"soon"\` and \`""\` alike, \`gte\` and \`lt\` compare letters, and nothing can be added to such a date or grouped by its month without parsing every row, which no index helps with.

Instead, make the field a \`DateTime\`: with \`@db.Timestamptz(6)\` for a moment, with \`@db.Date\` for a day such as a birthday. On a table with rows, write the migration by hand, because Prisma drops the column and makes it anew: \`ALTER COLUMN "publishedAt" TYPE timestamptz USING "publishedAt"::timestamptz\`, after a look at what cannot be parsed. There is no automatic fix, because the name alone cannot tell a day from a moment, and because code that passes a string has to change in the same release. Where the text is what counts, as it was sent or typed, silence this rule.`,
  examples: [
    {
      bad: `
        model Article {
          id          Int    @id
          publishedAt String
          //          ^^^^^^
          dueDate     String
          //          ^^^^^^
        }
      `,
    },
    {
      good: `
        model Article {
          id          Int      @id
          publishedAt DateTime @db.Timestamptz(6)
          dueDate     DateTime @db.Date
          dateFormat  String
          basedOn     String
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
      if (!namesDate(wordsIn(name)) || isMadeAsText(field)) continue;
      yield { at: node.type.name, message: `${shape.name}.${name} is a date stored as text` };
    }
  },
};

const days = new Set(["date", "datetime", "timestamp", "birthday", "birthdate", "dob"]);

/** The words of a text about a date, or of one that is shown as it is. */
const texts = new Set(
  "text string str label title display raw formatted format pattern human readable original fuzzy encrypted hash".split(
    " ",
  ),
);

function namesDate(words: readonly string[]): boolean {
  if (words.some((word) => texts.has(word))) return false;
  const last = words.at(-1) ?? "";
  const event = words.at(-2) ?? "";
  if (last === "at") return happens(event) || happenings.has(event);
  if (last === "on") return happenings.has(event);
  return days.has(last) || words.join(" ") === "date of birth";
}

/** `publishedAt`, `expiresAt`; but not `lookAt`. */
function happens(word: string): boolean {
  return /(?:ed|es)$/.test(word);
}

/** Before `On` only these: what is `basedOn` or `blockedOn` something is no date. */
const happenings = new Set(
  "created updated modified deleted published posted submitted approved rejected completed started ended finished opened closed expired expires joined registered issued received delivered shipped ordered sent paid made built begun sold bought run seen read born due valid starts ends".split(
    " ",
  ),
);

/** `cuid()` makes no date. */
function isMadeAsText({ default: value }: FieldShape): boolean {
  if (value?.kind === "call") return value.name.text !== "dbgenerated" && value.name.text !== "now";
  return value?.kind === "string" && /^\D+$/.test(value.value);
}
