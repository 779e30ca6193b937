/** Edges of near-duplicate-models that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { nearDuplicateModels } from "../../src/core/rules/schema/near-duplicate-models.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "four of five are too few, five of six enough": {
    bad: `
      model Lamp {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }

      model Bulb {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        x  Json
      }

      model Torch {
      //    ^^^^^
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
        f  Json
      }
    `,
  },
  "the share counts against the longer one": {
    good: `
      model Lamp {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }

      model Torch {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
        f  Json
        g  Json
      }
    `,
  },
  "case and underscores of a name do not count, types do": {
    bad: `
      model Lamp {
        id       Int     @id
        firstRow String
        b        Int
        c        Boolean
        d        Decimal
        e        Json
      }

      model Torch {
      //    ^^^^^
        id        Int     @id
        first_row String
        b         Int
        c         Boolean
        d         Decimal
        e         Json
      }

      model Candle {
        id       Int   @id
        firstRow Int
        b        Float
        c        Int
        d        Int
        e        Int
      }
    `,
  },
  "keys, relations and moments do not count": {
    good: `
      model Lamp {
        id        Int      @id
        a         String
        b         Int
        roomId    Int
        room      Room     @relation(fields: [roomId], references: [id])
        createdAt DateTime
        updatedAt DateTime
        deletedAt DateTime
      }

      model Torch {
        id        Int      @id
        a         String
        b         Int
        roomId    Int
        room      Room     @relation(fields: [roomId], references: [id])
        createdAt DateTime
        updatedAt DateTime
        deletedAt DateTime
      }

      model Room {
        id      Int     @id
        lamps   Lamp[]
        torches Torch[]
      }
    `,
  },
  "twins by design: records, lists of codes, views, what is ignored": {
    good: `
      model Lamp {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }


      model LampHistory {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }


      model DeletedLamp {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }


      model LampType {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }


      view Lights {
        id Int @unique
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }


      model Torch {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json

        @@ignore
      }

      /// A materialized view.
      model Shine {
        id Int @id
        a  String
        b  Int
        c  Boolean
        d  Decimal
        e  Json
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(nearDuplicateModels, example));

test("of several, the nearest is told", () => {
  const model = (name: string, columns: string) =>
    `model ${name} {\n  id Int @id\n${[...columns].map((column) => `  ${column} Int\n`).join("")}}\n`;
  const schema = read(model("A", "abcdef") + model("B", "abcdeg") + model("C", "abcdeg"));
  expect([...nearDuplicateModels.check(schema)].map(({ message }) => message)).toEqual([
    "B has 5 of 6 columns in common with A",
    "C has 6 of 6 columns in common with B",
  ]);
});

test("what more than sixteen models have is a convention and tells no two of them apart", () => {
  const models = (count: number) =>
    Array.from({ length: count }, (_, at) => {
      const columns = [..."abcde"].map((column) => `  ${column} Int\n`).join("");
      return `model M${at} {\n  id Int @id\n${columns}}\n`;
    }).join("");
  expect([...nearDuplicateModels.check(read(models(16)))]).toHaveLength(15);
  expect([...nearDuplicateModels.check(read(models(17)))]).toEqual([]);
});
