/** Edges of number-as-string that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { numberAsString } from "../../src/core/rules/schema/number-as-string.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "counts, shares and places are found": {
    bad: `
      model Item {
        id              Int     @id
        age             String?
        //              ^^^^^^
        qty             String  @default("1")
        //              ^^^^^^
        view_count      String  @default("")
        //              ^^^^^^
        changePercent   String  @default("-0.5") @map("change")
        //              ^^^^^^
        latitude        String[]
        //              ^^^^^^
        numberOfRooms   String
        //              ^^^^^^
        num_of_rooms    String
        //              ^^^^^^
      }
    `,
  },
  "numbers that name something, and words that only look alike, are text": {
    good: `
      model Item {
        id            Int    @id
        number        String
        phoneNumber   String
        zip           String
        version       String
        message       String
        account       String
        numberOf      String
        numberPlate   String
        houseNumberOf String
      }
    `,
  },
  "a text about a number is text": {
    good: `
      model Item {
        id           Int    @id
        displayCount String
        ageRange     String
        rawQuantity  String
        ageGroup     String
      }
    `,
  },
  "a default that is no number says so": {
    good: `
      model Item {
        id       Int    @id
        age      String @default("18-25")
        quantity String @default("a few")
        count    String @default(cuid())
      }
    `,
  },
  "a foreign key is what its parent is": {
    good: `
      model Item {
        id     Int    @id
        bucket Bucket @relation(fields: [age], references: [name])
        age    String
      }

      model Bucket {
        name  String @id
        items Item[]
      }
    `,
  },
  "numbers are numbers, a half-typed field is nothing yet, a view is what its query says": {
    good: `
      model Item {
        id    Int @id
        count Int
        age
      }

      view Total {
        id    Int    @unique
        count String
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(numberAsString, example));
