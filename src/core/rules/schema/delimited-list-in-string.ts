/** Several values in one text. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const delimitedListInString: Rule<Model> = {
  name: "delimited-list-in-string",
  severity: "info",
  summary: "A list is kept as one text with separators",
  why: `\`WHERE tags LIKE '%art%'\` finds "start" and "party", and reads every row to do so. Removing one entry means reading the text, splitting it, and writing it back, and of two requests that do so at once, one loses. Nothing prevents an entry twice, an entry with the separator in it, or blanks that make \`a, b\` differ from \`a,b\`. If the entries are ids, no foreign key guards them.

The entries have to be split and copied over, so no fix is offered.

Instead, use a scalar list on PostgreSQL, CockroachDB and MongoDB (\`tags String[]\`, with a GIN index where it is searched); the migration can fill it with \`string_to_array\`. Where the entries have a life of their own, or on other databases, give them a model and a relation.`,
  examples: [
    {
      bad: `
        model Article {
          id   Int    @id
          tags String @default("")
        //^^^^
        }
      `,
    },
    {
      good: `
        model Article {
          id   Int      @id
          tags String[]
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model)) return;
    for (const field of shape.fields) {
      if (!namesList(field)) continue;
      yield {
        at: field.node.name,
        message: `${shape.name}.${field.name} sounds like a list kept in one text`,
      };
    }
  },
};

/** Plurals that are hardly ever the name of one text. */
const plurals = new Set("tags keywords hashtags ids emails urls scopes".split(" "));

/** Lists that have a name: the field holds that. A bare `list` tells nothing. */
const titles = new Set("list mailing price wish play check waiting watch".split(" "));

function namesList({ name, typeName, arity }: FieldShape): boolean {
  if (typeName !== "String" || arity === "list") return false;
  const words = wordsIn(name.replace(/IDs$|IDS$/, "Ids"));
  const last = words.at(-1) ?? "";
  return (
    last === "csv" ||
    last === "separated" ||
    last === "delimited" ||
    (last === "list" && !titles.has(words.at(-2) ?? "list")) ||
    plurals.has(last)
  );
}
