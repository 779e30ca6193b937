/** Edges of boolean-as-number that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { booleanAsNumber } from "../../src/core/rules/schema/boolean-as-number.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every question and every type that may answer it is found": {
    bad: `
      model User {
        id           Int     @id
        is_active    Int
        //           ^^^
        hasPaid      BigInt?
        //           ^^^^^^
        canEdit      String
        //           ^^^^^^
        wasSent      Int     @db.SmallInt
        //           ^^^
        shouldNotify String  @db.Char(1)
        //           ^^^^^^
      }
    `,
  },
  "a default of yes or no confirms it, however it is spelled": {
    bad: `
      model User {
        id   Int    @id
        isA  Int    @default(0)
        //   ^^^
        isB  Int    @default(1)
        //   ^^^
        isC  String @default("Y")
        //   ^^^^^^
        isD  String @default("false")
        //   ^^^^^^
        isE  String @default("")
        //   ^^^^^^
      }
    `,
  },
  "any other default refutes it": {
    good: `
      model User {
        id        Int    @id
        isVisible String @default("friends")
        isLevel   Int    @default(10)
        canPost   Int    @default(-1)
        hasNonce  String @default(cuid())
      }
    `,
  },
  "how many, which and when is no yes or no": {
    good: `
      model User {
        id            Int    @id
        hasBadgeCount Int
        canRetryAt    String
        isStaffId     Int
        wasType       String
      }
    `,
  },
  "a word within a word is no question, and neither is a word alone": {
    good: `
      model User {
        id        Int    @id
        isoCode   String
        island    String
        hashValue String
        canal     Int
        can       Int
        is        String
        wasteKilo Int
      }
    `,
  },
  "a Boolean is fine, and so are types with more answers": {
    good: `
      model User {
        id        Int      @id
        isActive  Boolean
        isSince   DateTime
        isRatio   Float
        hasRights String[]
        isHalf
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Users {
        id       Int @unique
        isActive Int
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(booleanAsNumber, example));

test.each([
  ["Int", "User.isActive is yes or no in an Int"],
  ["String", "User.isActive is yes or no in a String"],
])("%s is named", (type, message) => {
  const [model] = read(`model User {\n  isActive ${type}\n}`).models;
  const [found] = model ? booleanAsNumber.check(model) : [];
  expect(found?.message).toBe(message);
});
