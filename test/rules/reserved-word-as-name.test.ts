/** Edges of reserved-word-as-name that users need not read, one per branch of the rule. */
import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { reservedWords } from "../../src/core/rules/reserved-words.ts";
import { reservedWordAsName } from "../../src/core/rules/schema/reserved-word-as-name.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "the name of the model is the name of the table": {
    bad: `
      model order {
        //  ^^^^^
        id Int @id
      }
    `,
  },
  "the name of a column is told where it stands": {
    bad: `
      model Menu {
        id    Int @id
        place Int @map("order")
        //        ^^^^^^^^^^^^^
      }
    `,
  },
  "a capital needs quotes anyway": {
    good: `
      model Order {
        id   Int @id
        Desc Int
      }
    `,
  },
  "a field may be called as it likes": {
    good: `
      model Order {
        id    Int @id
        order Int @map("position")
      }
    `,
  },
  "a relation has no column": {
    good: `
      model Post {
        id     Int  @id
        userId Int
        user   User @relation(fields: [userId], references: [id])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "words that are keywords but not reserved": {
    good: `
      model date {
        id    Int @id
        name  Int
        value Int
        key   Int
        index Int
        role  Int
        type  Int
      }
    `,
  },
  "other databases reserve other words": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model order {
        id Int @id
      }
    `,
  },
  "a view is not made by Prisma": {
    good: `
      view order {
        id Int @unique
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(reservedWordAsName, example));

test("the message says whose name it is", () => {
  const [group] = read('model Group {\n  end Int @id\n\n  @@map("group")\n}\n').models;
  const found = group ? [...reservedWordAsName.check(group)] : [];
  expect(found.map(({ message }) => message)).toEqual([
    "The table group is named by a reserved word; SQL reaches it only in quotes",
    "The column end of Group is named by a reserved word; SQL reaches it only in quotes",
  ]);
});

test("the words are those of PostgreSQL", async () => {
  const database = new PGlite();
  const { rows } = await database.query<{ word: string }>(
    "SELECT word FROM pg_get_keywords() WHERE catcode = 'R'",
  );
  await database.close();
  expect([...reservedWords].sort()).toEqual(rows.map(({ word }) => word).sort());
});
