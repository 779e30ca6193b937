/** Edges of unique-not-scoped-by-tenant that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { uniqueNotScopedByTenant } from "../../src/core/rules/schema/unique-not-scoped-by-tenant.ts";
import { checkExample, read } from "../support/examples.ts";

/** A team that owns two tables besides those of the case. */
const team = `
      model Team {
        id Int @id
      }

      model Member {
        id     Int  @id
        teamId Int
        team   Team @relation(fields: [teamId], references: [id])
      }

      model Invoice {
        id     Int  @id
        teamId Int
        team   Team @relation(fields: [teamId], references: [id])
      }
`;

const cases: Record<string, Example> = {
  "a unique of several columns": {
    bad: `${team}
      model Project {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        kind   String
        number Int

        @@unique([kind, number])
      //^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "the key may stand anywhere": {
    good: `${team}
      model Project {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        name   String

        @@unique([name, teamId])
      }
    `,
  },
  "another row brings its tenant along": {
    good: `${team}
      model Project {
        id       Int    @id
        teamId   Int
        team     Team   @relation(fields: [teamId], references: [id])
        memberId Int
        member   Member @relation(fields: [memberId], references: [id])
        name     String

        @@unique([memberId, name])
      }
    `,
  },
  "what is unique in the whole world": {
    good: `${team}
      model Project {
        id         Int    @id
        teamId     Int
        team       Team   @relation(fields: [teamId], references: [id])
        slug       String @unique
        apiKey     String @unique
        externalId String @unique
        userName   String @unique
        domainName String @unique

        @@index([id])
      }
    `,
  },
  "a table that no tenant owns": {
    good: `${team}
      model Project {
        id     Int  @id
        teamId Int
        team   Team @relation(fields: [teamId], references: [id])
      }

      model Country {
        id   Int    @id
        name String @unique
      }
    `,
  },
  "two tables do not make a tenant": {
    good: `${team}
      model Country {
        id   Int    @id
        name String @unique
      }
    `,
  },
  "a key that may be missing does not make an owner": {
    good: `${team}
      model Project {
        id     Int    @id
        teamId Int?
        team   Team?  @relation(fields: [teamId], references: [id])
        name   String @unique
      }
    `,
  },
  "a model with another name is no tenant": {
    good: `${team.replaceAll("Team", "User")}
      model Project {
        id     Int    @id
        teamId Int
        team   User   @relation(fields: [teamId], references: [id])
        name   String @unique
      }
    `,
  },
  "three tables of many do not make a tenant": {
    good: `${team}
      model Project {
        id     Int    @id
        teamId Int
        team   Team   @relation(fields: [teamId], references: [id])
        name   String @unique
      }
      ${Array.from({ length: 10 }, (_, at) => `\nmodel Other${at} {\n  id Int @id\n}\n`).join("")}
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(uniqueNotScopedByTenant, example),
);

test("of two that may be the tenant, more tables point at one", () => {
  const schema = read(`${team}
    ${["A", "B", "C"]
      .map(
        (name) => `
      model ${name} {
        id        Int       @id
        title     String    @unique
        teamId    Int
        team      Team      @relation(fields: [teamId], references: [id])
        spaceId   Int
        workspace Workspace @relation(fields: [spaceId], references: [id])
      }`,
      )
      .join("\n")}

    model Workspace {
      id Int @id
    }
  `);
  expect([...uniqueNotScopedByTenant.check(schema)].map(({ message }) => message)).toEqual([
    "A.title is unique across every Team",
    "B.title is unique across every Team",
    "C.title is unique across every Team",
  ]);
});
