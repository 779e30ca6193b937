/** Edges of fixed-length-char that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { fixedLengthChar } from "../../src/core/rules/schema/fixed-length-char.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "lists and optional texts are filled up too": {
    bad: `
      model Price {
        id         Int      @id
        currencies String[] @db.Char(3) // ISO
        //                  ^^^^^^^^^^^
        country    String?  @db.Char(2) @map("c")
        //                  ^^^^^^^^^^^
      }
    `,
    fixed: `
      model Price {
        id         Int      @id
        currencies String[] @db.VarChar(3) // ISO
        country    String?  @db.VarChar(2) @map("c")
      }
    `,
  },
  "one character leaves nothing to fill up": {
    good: `
      model Price {
        id    Int    @id
        grade String @db.Char
        size  String @db.Char(1)
      }
    `,
  },
  "a digest is always of full length": {
    good: `
      model Upload {
        id         Int    @id
        hash       String @db.Char(64)
        fileDigest String @db.Char(64)
        md5        String @db.Char(32)
        sha256     String @db.Char(64)
        checksum   String @db.Char(8)
      }
    `,
  },
  "a word within a word is no digest": {
    bad: `
      model Upload {
        id   Int    @id
        hashtag String @db.Char(64)
        //             ^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Upload {
        id   Int    @id
        hashtag String @db.VarChar(64)
      }
    `,
  },
  "both ends of a foreign key have to change at once, so neither gets a fix": {
    bad: `
      model Country {
        code   String @id @db.Char(2)
        //                ^^^^^^^^^^^
        cities City[]
      }

      model City {
        id      Int     @id
        country Country @relation(fields: [code], references: [code])
        code    String  @db.Char(2)
        //              ^^^^^^^^^^^
      }
    `,
  },
  "other types are fine": {
    good: `
      model Price {
        id       Int    @id
        currency String @db.VarChar(3)
        text     String
      }
    `,
  },
  "in MySQL the blanks are not handed out": {
    good: `
      datasource db {
        provider = "mysql"
      }


      model Price {
        id       Int    @id
        currency String @db.Char(3)
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Prices {
        id       Int    @unique
        currency String @db.Char(3)
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(fixedLengthChar, example));

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Price {
      currency String @db.Char(3)
    }
  `).models;
  const [found] = model ? fixedLengthChar.check(model) : [];
  expect(found?.message).toBe("Price.currency is filled up with blanks to 3 characters");
  expect(found?.fix?.title).toBe("Change to @db.VarChar(3)");
});
