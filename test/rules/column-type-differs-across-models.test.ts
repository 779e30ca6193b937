/** Edges of column-type-differs-across-models that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { columnTypeDiffersAcrossModels } from "../../src/core/rules/schema/column-type-differs-across-models.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "three others are too few": {
    good: `
      model M0 {
        id Int @id
        size Int
      }


      model M1 {
        id Int @id
        size Int
      }


      model M2 {
        id Int @id
        size Int
      }


      model M3 {
        id Int @id
        size String
      }
    `,
  },
  "and so is a bare majority": {
    good: `
      model M0 {
        id Int @id
        size Int
      }


      model M1 {
        id Int @id
        size Int
      }


      model M2 {
        id Int @id
        size Int
      }


      model M3 {
        id Int @id
        size Int
      }


      model M4 {
        id Int @id
        size String
      }


      model M5 {
        id Int @id
        size Float
      }
    `,
  },
  "the odd one may come first, and be optional": {
    bad: `
      model A {
        id   Int     @id
        size String?
        //   ^^^^^^^
      }

      model M0 {
        id Int @id
        size Int
      }


      model M1 {
        id Int @id
        size Int?
      }


      model M2 {
        id Int @id
        size Int
      }


      model M3 {
        id Int @id
        size Int
      }
    `,
  },
  "database types count where both are stated": {
    bad: `
      model A {
        id   Int    @id
        name String @db.VarChar(20)
        //   ^^^^^^
      }

      model B {
        id   Int    @id
        name String
      }

      model C {
        id   Int    @id
        name String @db.Citext
      }

      model D {
        id   Int    @id
        name String @db.Text
      }

      model M0 {
        id Int @id
        name String @db.VarChar(50)
      }


      model M1 {
        id Int @id
        name String @db.VarChar(50)
      }


      model M2 {
        id Int @id
        name String @db.VarChar(50)
      }


      model M3 {
        id Int @id
        name String @db.VarChar(50)
      }
    `,
  },
  "what other rules tell is not told again": {
    good: `
      model A {
        id    Int    @id
        price Float
        data1 Json   @db.Json
        mark  String @db.Char(20)
      }

      model M0 {
        id Int @id
        price Decimal
        data1 Json @db.JsonB
        mark String @db.VarChar(20)
      }


      model M1 {
        id Int @id
        price Decimal
        data1 Json @db.JsonB
        mark String @db.VarChar(20)
      }


      model M2 {
        id Int @id
        price Decimal
        data1 Json @db.JsonB
        mark String @db.VarChar(20)
      }


      model M3 {
        id Int @id
        price Decimal
        data1 Json @db.JsonB
        mark String @db.VarChar(20)
      }
    `,
  },
  "sizes are part of a type, and some types have none": {
    bad: `
      model A {
        id   Int     @id
        rate Decimal @db.Decimal(10, 2)
        //   ^^^^^^^
      }

      model B {
        id  Int    @id
        ref String @db.VarChar(36)
        //  ^^^^^^
      }

      model M0 {
        id Int @id
        rate Decimal @db.Decimal(12, 2)
        ref String @db.Uuid
      }


      model M1 {
        id Int @id
        rate Decimal @db.Decimal(12, 2)
        ref String @db.Uuid
      }


      model M2 {
        id Int @id
        rate Decimal @db.Decimal(12, 2)
        ref String @db.Uuid
      }


      model M3 {
        id Int @id
        rate Decimal @db.Decimal(12, 2)
        ref String @db.Uuid
      }
    `,
  },
  "what an id without a relation points at differs, and so may its type": {
    good: `
      ${["Int", "Int", "Int", "Int", "String"]
        .map((type, at) => `model M${at} {\n  id Int @id\n  entityId ${type}\n}`)
        .join("\n\n")}
    `,
  },
  "keys, enums, lists, times and names for anything are not compared": {
    good: `
      model A {
        a        String
        b        String
        kind     Kind
        sizes    String[]
        endsOn   DateTime @db.Date
        value    String
        parentId Int
        parent   P        @relation(fields: [parentId], references: [id])

        @@id([a, b])
      }

      model P {
        id Int @id
        as A[]
      }

      enum Kind {
        X
      }

      model M0 {
        id Int @id
        a Int
        b Int
        kindName Int
        sizes Int
        endsOn DateTime @db.Timestamptz(6)
        value Int
        parentId String
      }


      model M1 {
        id Int @id
        a Int
        b Int
        kindName Int
        sizes Int
        endsOn DateTime @db.Timestamptz(6)
        value Int
        parentId String
      }


      model M2 {
        id Int @id
        a Int
        b Int
        kindName Int
        sizes Int
        endsOn DateTime @db.Timestamptz(6)
        value Int
        parentId String
      }


      model M3 {
        id Int @id
        a Int
        b Int
        kindName Int
        sizes Int
        endsOn DateTime @db.Timestamptz(6)
        value Int
        parentId String
      }
    `,
  },
  "views and ignored models are not asked": {
    good: `
      view A {
        id   Int    @unique
        size String
      }

      model B {
        id   Int    @id
        size String

        @@ignore
      }

      model M0 {
        id Int @id
        size Int
      }


      model M1 {
        id Int @id
        size Int
      }


      model M2 {
        id Int @id
        size Int
      }


      model M3 {
        id Int @id
        size Int
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(columnTypeDiffersAcrossModels, example),
);

test("the message names both types and counts", () => {
  const text = ["Int", "Int", "Int", "Int", "String"].map(
    (type, at) => `model M${at} {\n  id Int @id\n  size ${type}\n}\n`,
  );
  const found = [...columnTypeDiffersAcrossModels.check(read(text.join("")))];
  expect(found.map(({ message }) => message)).toEqual([
    "M4.size is String, and Int in 4 other models",
  ]);
});
