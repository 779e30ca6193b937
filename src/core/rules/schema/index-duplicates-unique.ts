/** An index over the very columns a primary key or unique has already indexed. */
import type { Rule } from "../../lint/rule.ts";
import { removeBlockAttribute } from "../../schema/edit.ts";
import { isConstraint, isPlain, sameIndex } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import { columnList, written } from "./words.ts";

export const indexDuplicatesUnique: Rule<Model> = {
  name: "index-duplicates-unique",
  severity: "warning",
  summary: "An index repeats the one that a primary key or unique brings along",
  why: `PostgreSQL enforces a primary key or a unique with an index, and every query can use that one. A second index over the same columns answers nothing the first does not, but

- every insert and most updates write both;
- it takes disk space and memory that the cache needs for something else;
- vacuum and backups carry it for ever.`,
  examples: [
    {
      bad: `
        model User {
          id    Int    @id
          email String @unique

          @@index([email])
        //^^^^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model User {
          id    Int    @id
          email String @unique
        }
      `,
    },
    {
      good: `
        model User {
          id    Int    @id
          email String @unique

          @@index([email], type: Hash)
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const constraints = model.indexes.filter((index) => isConstraint(index) && isPlain(index));
    for (const index of model.indexes) {
      if (index.kind !== "index" || !isPlain(index)) continue;
      const same = constraints.find((constraint) => sameIndex(index, constraint));
      if (same === undefined) continue;
      const what = same.kind === "primary-key" ? "primary key" : "unique";
      yield {
        at: index.attribute,
        message: `This index repeats the one of the ${what} on ${columnList(same)}`,
        fix: {
          title: `Remove ${written(index)}`,
          edits: removeBlockAttribute(model.shape.block, index.attribute),
        },
      };
    }
  },
};
