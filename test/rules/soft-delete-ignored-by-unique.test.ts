/** Edges of soft-delete-ignored-by-unique that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { softDeleteIgnoredByUnique } from "../../src/core/rules/schema/soft-delete-ignored-by-unique.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "uniques of fields and of the block are found, with a time or a flag": {
    bad: `
      model A {
        id         Int       @id
        slug       String    @unique
        //                   ^^^^^^^
        teamId     Int
        name       String
        deleted_at DateTime?

        @@unique([teamId, name])
      //^^^^^^^^^^^^^^^^^^^^^^^^
      }

      model B {
        id        Int     @id
        slug      String  @unique
        //                ^^^^^^^
        isDeleted Boolean
      }
    `,
  },
  "without a mark of deletion, all rows live": {
    good: `
      model User {
        id       Int       @id
        email    String    @unique
        bannedAt DateTime?
      }
    `,
  },
  "the mark may take part, though nulls differ": {
    good: `
      model User {
        id        Int       @id
        email     String
        deletedAt DateTime?
        isDeleted Boolean

        @@unique([email, deletedAt])
        @@unique([email, isDeleted])
      }
    `,
  },
  "primary keys and indexes are not uniques": {
    good: `
      model User {
        email     String    @id
        name      String
        deletedAt DateTime?

        @@index([name])
      }
    `,
  },
  "what is generated never comes back": {
    good: `
      model User {
        id        Int       @id
        handle    String    @unique @default(uuid())
        deletedAt DateTime?
      }
    `,
  },
  "a fixed default does": {
    bad: `
      model User {
        id        Int       @id
        handle    String    @unique @default("none")
        //                  ^^^^^^^
        deletedAt DateTime?
      }
    `,
  },
  "nobody types an id or a version number a second time": {
    good: `
      model Document {
        id            Int       @id
        stripeId      String    @unique
        uuid          String    @unique
        externalRef   String    @unique
        reference     String    @unique
        inviteToken   String    @unique
        referralCode  String    @unique
        contentHash   String    @unique
        name          String
        versionNumber Int
        deletedAt     DateTime?

        @@unique([name, versionNumber])
      }
    `,
  },
  "together with an id, a name is typed": {
    bad: `
      model Project {
        id        Int       @id
        name      String
        teamId    Int
        deletedAt DateTime?

        @@unique([name, teamId])
      //^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "Prisma asks for the unique of a one-to-one relation": {
    good: `
      model Profile {
        id        Int       @id
        owner     User      @relation(fields: [of], references: [id])
        of        Int       @unique
        deletedAt DateTime?
      }

      model User {
        id      Int      @id
        profile Profile?
      }
    `,
  },
  "and for that of what a foreign key points at": {
    good: `
      model User {
        id        Int       @id
        email     String    @unique
        logins    Login[]
        deletedAt DateTime?
      }

      model Login {
        id   Int    @id
        mail String
        user User   @relation(fields: [mail], references: [email])
      }
    `,
  },
  "a relation by other columns, or by more of them, asks for nothing": {
    bad: `
      model User {
        id        Int       @id
        email     String    @unique
        //                  ^^^^^^^
        handle    String    @unique
        //                  ^^^^^^^
        logins    Login[]
        deletedAt DateTime?

        @@unique([id, email])
      }

      model Login {
        id   Int    @id
        user User   @relation(fields: [u, mail], references: [id, email])
        u    Int
        mail String
      }
    `,
  },
  "a field that does not exist yet is Prisma's to report": {
    good: `
      model User {
        id        Int       @id
        deletedAt DateTime?

        @@unique([email])
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        slug      String    @unique
        deletedAt DateTime?
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(softDeleteIgnoredByUnique, example),
);

test("the message names the columns", () => {
  const [model] = read(
    "model User {\n  a Int\n  b Int\n  deletedAt DateTime?\n  @@unique([a, b])\n}",
  ).models;
  const [found] = model ? softDeleteIgnoredByUnique.check(model) : [];
  expect(found?.message).toBe("A deleted User still occupies its (a, b)");
});
