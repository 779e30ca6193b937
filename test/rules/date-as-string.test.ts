/** Edges of date-as-string that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { dateAsString } from "../../src/core/rules/schema/date-as-string.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "days are found by their names": {
    bad: `
      model Person {
        id          Int     @id
        date        String
        //          ^^^^^^
        start_date  String?
        //          ^^^^^^
        birthday    String  @db.VarChar(10)
        //          ^^^^^^
        dob         String
        //          ^^^^^^
        dateOfBirth String
        //          ^^^^^^
        timestamp   String
        //          ^^^^^^
      }
    `,
  },
  "moments are found by what happens at them": {
    bad: `
      model Person {
        id         Int    @id
        archivedAt String
        //         ^^^^^^
        expires_at String
        //         ^^^^^^
        sentAt     String
        //         ^^^^^^
        createdOn  String
        //         ^^^^^^
      }
    `,
  },
  "what points at a place or a thing is no date": {
    good: `
      model Person {
        id         Int    @id
        lookAt     String
        at         String
        on         String
        basedOn    String
        blockedOn  String
        sentOnline String
        update     String
        candidate  String
        datePicker String
        placeOfBirth String
      }
    `,
  },
  "a text about a date is a text": {
    good: `
      model Person {
        id              Int    @id
        rawDate         String
        displayDate     String
        dateLabel       String
        encryptedDob    String
        publishedAtText String
      }
    `,
  },
  "a default that is no date refutes it": {
    bad: `
      model Person {
        id        Int    @id
        startDate String @default("soon")
        endDate   String @default(cuid())
        dueDate   String @default("2024-01-01")
        //        ^^^^^^
        birthdate String @default("")
        //        ^^^^^^
        madeDate  String @default(dbgenerated("now()"))
        //        ^^^^^^
      }
    `,
  },
  "real dates are fine, and so are foreign keys": {
    good: `
      model Person {
        id        Int      @id
        birthday  DateTime @db.Date
        sentAt    Int
        calendar  Calendar @relation(fields: [startDate], references: [id])
        startDate String
        endDate
      }

      model Calendar {
        id     String   @id
        people Person[]
      }
    `,
  },
  "a view is left alone": {
    good: `
      view People {
        id       Int    @unique
        birthday String
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(dateAsString, example));

test("the message and the fix name what they are about", () => {
  const [model] = read(`
    model Person {
      birthday String
    }
  `).models;
  const [found] = model ? dateAsString.check(model) : [];
  expect(found?.message).toBe("Person.birthday is a date stored as text");
});
