/** Edges of index-without-tenant-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { indexWithoutTenantKey } from "../../src/core/rules/schema/index-without-tenant-key.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "each index is told, and gets the key in front of all": {
    bad: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        rank   Int
        status String

        @@index([rank(sort: Desc), status])
        //       ^^^^^^^^^^^^^^^^
        @@index([status])
        //       ^^^^^^
      }
    `,
    fixed: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        rank   Int
        status String

        @@index([teamId, rank(sort: Desc), status])
        @@index([teamId, status])
      }
    `,
  },
  "without brackets there is no room for the key": {
    bad: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        status String

        @@index(status)
        //      ^^^^^^
      }
    `,
  },
  "where two columns point at tenants, it is not known which is asked for": {
    bad: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[] @relation("of")
        given Task[] @relation("by")
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation("of", fields: [teamId], references: [id])
        byId   Int
        by     Team   @relation("by", fields: [byId], references: [id])
        status String

        @@index([status])
        //       ^^^^^^
      }
    `,
  },
  "with the key anywhere in it, an index tells tenants apart": {
    good: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        status String

        @@index([teamId, status])
        @@index([status, teamId])
      }
    `,
  },
  "one for each tenant beside it shows that this one is for all": {
    good: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        status String
        rank   Int

        @@index([teamId, rank, status])
        @@index([status])
      }
    `,
  },
  "what leads to a row or two needs no tenant": {
    good: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        slug      String
        number    Int    @unique
        title     String
        githubId  Int

        @@index([slug])
        @@index([number, title])
        @@index([title, githubId])
      }
    `,
  },
  "a key over several columns leads nowhere by one of them": {
    bad: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        number Int
        title  String

        @@unique([number, title])
        @@index([number])
        //       ^^^^^^
      }
    `,
    fixed: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        number Int
        title  String

        @@unique([number, title])
        @@index([teamId, number])
      }
    `,
  },
  "foreign keys need their index as it is": {
    good: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        by   Int
        user User   @relation(fields: [by], references: [id])

        @@index([by])
      }

      model User {
        id    Int    @id
        tasks Task[]
      }
    `,
  },
  "jobs do the work of all tenants": {
    good: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        status    String
        expiresAt DateTime

        @@index([status, expiresAt])
      }
    `,
  },
  "uniques, other types and some of the rows are another matter": {
    good: `
      /// @tenant
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        status String
        rank   Int

        @@unique([status, rank])
        @@index([status], type: Hash)
        @@index([rank], where: { rank: 1 })
        @@index([nothing])
      }
    `,
  },
  "tables that do not hold the key, and schemas without tenants": {
    good: `
      model Team {
        id    Int    @id
        tasks Task[]
      }

      model Task {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        status String

        @@index([status])
      }

      model Country {
        code String @id
        name String

        @@index([name])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(indexWithoutTenantKey, example),
);

test("the message names index, table and tenant", () => {
  const text =
    "/// @tenant\nmodel Team {\n id Int @id\n tasks Task[]\n}\nmodel Task {\n id Int @id\n" +
    " of Int\n team Team @relation(fields: [of], references: [id])\n a Int\n b Int\n @@index([a, b])\n}";
  const [found] = indexWithoutTenantKey.check(read(text));
  expect(found?.message).toBe("The index on (a, b) of Task mixes the rows of every Team");
  expect(found?.fix).toMatchObject({ title: "Begin with of", alone: true });
});
