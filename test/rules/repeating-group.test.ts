/** Edges of repeating-group that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { repeatingGroup } from "../../src/core/rules/schema/repeating-group.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "room kept free is no list, and an event has so many topics by its protocol": {
    good: `
      model Event {
        id         Int      @id
        topic0     String?
        topic1     String?
        topic2     String?
        reserved_1 Boolean
        reserved_2 Boolean
      }
    `,
  },
  "numbers may begin at zero, follow an underscore and stand in any order": {
    bad: `
      model Log {
        id      Int     @id
        image_1 String?
        image_0 String?
      //^^^^^^^
        mail1   Kind
      //^^^^^
        mail2   Kind
      }

      enum Kind {
        A
        B
      }
    `,
  },
  "the first one may go without a number": {
    bad: `
      model Contact {
        id     Int     @id
        phone  String
      //^^^^^
        phone2 String?
      }
    `,
  },
  "without a first one, a number is part of the name": {
    good: `
      model Contact {
        id     Int     @id
        phone2 String?
        phone3 String?
        mail   Int
        mail2  String
      }
    `,
  },
  "with the first one numbered, the one without is something else": {
    bad: `
      model Contact {
        id     Int     @id
        phone  String
        phone1 String
      //^^^^^^
        phone2 String?
      }
    `,
  },
  "what belongs to each member is the same list": {
    bad: `
      model Page {
        id        Int     @id
        image1Url String
      //^^^^^^^^^
        image1Alt String
        image2Url String
        image2Alt String
      }
    `,
  },
  "the longest series shows the length of the list": {
    bad: `
      model Page {
        id        Int     @id
        image1Alt String
        image2Alt String
        image1Url String
      //^^^^^^^^^
        image2Url String
        image3Url String
      }
    `,
  },
  "a hole in the numbers, or another type, makes no list": {
    good: `
      model Sample {
        id     Int      @id
        p1     Float
        p3     Float
        key1   String
        key2   Int
        tags1  String[]
        tags2  String
        sha1   String
        sha256 String
        pay10  Int
        pay11  Int
      }
    `,
  },
  "numbers that belong to the name of a thing are left alone": {
    good: `
      model Token {
        id       Int    @id
        oauth1Id String
        oauth2Id String
        apiV1    String
        apiV2    String
        level1   String
        level2   String
        level3   String
      }
    `,
  },
  "letters with numbers are a formula": {
    good: `
      model Box {
        id Int @id
        x1 Int
        y1 Int
        x2 Int
        y2 Int
      }
    `,
  },
  "pairs that everybody writes so are left alone": {
    good: `
      model Match {
        id            Int     @id
        player1       String
        player2       String
        address1      String
        address2      String?
        address_line1 String
        address_line2 String?
      }
    `,
  },
  "three of them are a list": {
    bad: `
      model Match {
        id      Int    @id
        player1 String
      //^^^^^^^
        player2 String
        player3 String
      }
    `,
  },
  "two relations to one model need two names": {
    good: `
      model Swap {
        id      Int  @id
        item1   Item @relation("first", fields: [item1Id], references: [id])
        item1Id Int
        item2   Item @relation("second", fields: [item2Id], references: [id])
        item2Id Int
      }

      model Item {
        id      Int    @id
        firsts  Swap[] @relation("first")
        seconds Swap[] @relation("second")
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id   Int @unique
        sum1 Int
        sum2 Int
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(repeatingGroup, example));

test("the message counts the columns and names the first and the last", () => {
  const [model] = read("model A {\n  tag1 String\n  tag2 String\n  tag3 String\n}").models;
  const [found] = model ? repeatingGroup.check(model) : [];
  expect(found?.message).toBe("A holds a list of tag in 3 columns, tag1 to tag3");
});
