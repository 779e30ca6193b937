/** Edges of personal-data-unannotated that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { personalDataUnannotated } from "../../src/core/rules/schema/personal-data-unannotated.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "the comment keeps other comments, indentation and alignment": {
    bad: `
      model Person {
          id          Int       @id // key
          // as on the card
          passport    String?   // may be missing
      //  ^^^^^^^^

          dateOfBirth DateTime? @db.Date
      //  ^^^^^^^^^^^
          code        String    @unique
      }
    `,
    fixed: `
      model Person {
          id          Int       @id // key
          // as on the card
          /// @pii
          passport    String?   // may be missing

          /// @pii
          dateOfBirth DateTime? @db.Date
          code        String    @unique
      }
    `,
  },
  "a mark above the model is enough, and other words for it are understood": {
    good: `
      /// Customers. @PII
      model A {
        id    Int    @id
        email String
      }

      model B {
        id       Int    @id
        email    String // @personal
        /// @gdpr
        phone    String
        /// @sensitive
        lastName String
      }
    `,
  },
  "a word that only looks like the mark is none": {
    bad: `
      /// pii
      model A {
        id    Int    @id
        /// @piikey
        email String
      //^^^^^
      }
    `,
    fixed: `
      /// pii
      model A {
        id    Int    @id
        /// @piikey
        /// @pii
        email String
      }
    `,
  },
  "what tells something about personal data is none": {
    good: `
      model User {
        id              Int      @id
        emailTemplate   String
        emailVerifiedAt DateTime
        phoneType       String
        isEmail         Int
        emailHash       String
        hashedEmail     String
        hasPhone        Boolean
        email           Boolean
        phone           Phone[]
        emails          String[]
        repoFullName    String
      }

      model Phone {
        id   Int    @id
        user User[]
      }
    `,
  },
  "lists of a kind are not guessed at": {
    good: `
      model User {
        id    Int      @id
        email String[]
      }
    `,
  },
  "some things have a full name and are no persons": {
    good: `
      model GithubRepository {
        id       Int    @id
        fullName String
      }
    `,
  },
  "a view stores nothing": {
    good: `
      view Total {
        id    Int    @unique
        email String
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(personalDataUnannotated, example),
);

test.each([
  "email String",
  "emailAddress String",
  "work_phone String",
  "phoneNumber BigInt",
  "mobileNumber String",
  "ssn Int",
  "socialSecurityNumber String",
  "dateOfBirth DateTime",
  "birthDate DateTime",
  "birthdate DateTime",
  "birthday DateTime",
  "dob DateTime",
  "ipAddress String",
  "ipaddress String",
  "iban String",
  "passport Bytes",
  "passportNumber String",
  "taxId String",
  "nationalId String",
  "firstName String",
  "firstname String",
  "lastName String",
  "lastname String",
  "fullName String",
  "surname String",
  "maidenName String",
  "street String",
  "homeAddress String",
  "postalAddress String",
])("%s looks like personal data", (field) => {
  const [model] = read(`model User {\n  ${field}\n}`).models;
  const [found] = model ? personalDataUnannotated.check(model) : [];
  const [name] = field.split(" ");
  expect(found?.message).toBe(`User.${name} looks like personal data and is not marked with @pii`);
  expect(found?.fix?.title).toBe("Add /// @pii");
});
