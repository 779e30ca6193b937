/** A table that keeps what it knows where the schema cannot see it. */

import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const severalJsonCatchAlls: Rule<Model> = {
  name: "several-json-catch-alls",
  severity: "hint",
  preset: "strict",
  summary: "A table has several Json columns for whatever comes along",
  why: `A \`Json\` column takes anything. What is in it has no type in the client, no constraint in the database and no history in the migrations; each reader has its own idea of the shape, and old rows keep the shape of their day. Long values are stored apart from the row (TOAST) and rewritten as a whole when one key changes. One such column is a choice; with several, the table's real design lives in code.

It is told where a table has three or more such columns and two of them are named for anything at all, such as \`data\` and \`metadata\`: nobody can say what belongs in which. Columns that are named for one document each are left alone.

Which parts of them are stable is known only to those who write them, so no fix is offered.

Instead, give columns to the keys that queries filter or sort by, and models to the lists. Put what stays open into one \`Json\` column, and check its shape where it is written, for instance with zod.`,
  examples: [
    {
      bad: `
        model Project {
        //    ^^^^^^^
          id       Int   @id
          settings Json
          meta     Json?
          data     Json?
        }
      `,
    },
    {
      good: `
        model Project {
          id       Int    @id
          locale   String
          settings Json
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    // In MongoDB everything is a document.
    if (!isTable(model) || settings.provider === "mongodb") return;
    const names = shape.fields.flatMap(({ typeName, name }) => (typeName === "Json" ? [name] : []));
    if (names.length < 3 || names.filter(isForAnything).length < 2) return;
    const listed = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    yield {
      at: shape.block.name,
      message: `${shape.name} has ${names.length} Json columns: ${listed}`,
    };
  },
};

function isForAnything(name: string): boolean {
  return anything.has(wordsIn(name).join(" "));
}

const anything = new Set([
  ..."additional attributes config configuration content context custom data details extra".split(
    " ",
  ),
  ..."extras fields info json meta metadata misc options other params parameters payload".split(
    " ",
  ),
  ..."preferences properties props settings values".split(" "),
  ...["additional data", "custom data", "custom fields", "extra data", "raw data"],
]);
