/** A row that says twice whether it is deleted. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import { isDeletionFlag, isDeletionTime } from "./words.ts";

export const twoSoftDeleteMarkers: Rule<Model> = {
  name: "two-soft-delete-markers",
  severity: "info",
  summary: "A flag and a time both say whether a row is deleted",
  why: `Two columns that say the same can disagree. One code path sets \`isDeleted\` and forgets \`deletedAt\`, another restores a row by clearing only the time. From then on a query that asks the one column and a query that asks the other see different tables, and nobody can tell which is right.

The database does not prevent it unless a check constraint ties the two together.

Instead, keep the time alone: \`deletedAt IS NOT NULL\` is the flag. First set it wherever only the flag is set, move the queries over, then drop the flag in a later migration.`,
  examples: [
    {
      bad: `
        model Post {
          id        Int       @id
          isDeleted Boolean   @default(false)
        //^^^^^^^^^
          deletedAt DateTime?
        }
      `,
    },
    {
      good: `
        model Post {
          id        Int       @id
          deletedAt DateTime?
        }
      `,
    },
  ],
  *check(model) {
    const { fields, name } = model.shape;
    if (!isTable(model)) return;
    const flag = fields.find(isDeletionFlag);
    const time = fields.find(isDeletionTime);
    if (!flag || !time) return;
    yield {
      at: flag.node.name,
      message: `${name}.${flag.name} says again what ${name}.${time.name} says`,
    };
  },
};
