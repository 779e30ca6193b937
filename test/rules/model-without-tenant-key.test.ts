/** Edges of model-without-tenant-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { modelWithoutTenantKey } from "../../src/core/rules/schema/model-without-tenant-key.ts";
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

/** The third table that makes the team a tenant. */
const owned = `${team}
      model Project {
        id     Int  @id
        teamId Int
        team   Team @relation(fields: [teamId], references: [id])
      }
`;

const cases: Record<string, Example> = {
  "a table that need not hang on anything": {
    good: `${owned}
      model Task {
        id        Int      @id
        projectId Int?
        project   Project? @relation(fields: [projectId], references: [id])
      }
    `,
  },
  "a table that hangs on nobody's": {
    good: `${owned}
      model Country {
        id Int @id
      }

      model City {
        id        Int     @id
        countryId Int
        country   Country @relation(fields: [countryId], references: [id])
      }
    `,
  },
  "a plain field of the same name is a key": {
    good: `${owned}
      model Task {
        id        Int     @id
        teamId    Int
        projectId Int
        project   Project @relation(fields: [projectId], references: [id])
      }
    `,
  },
  "a key that may be missing is a key": {
    good: `${owned}
      model Task {
        id        Int     @id
        ownerId   Int?
        owner     Team?   @relation(fields: [ownerId], references: [id])
        projectId Int
        project   Project @relation(fields: [projectId], references: [id])
      }
    `,
  },
  "the tenant itself may point at one of its own": {
    good: `
      model Team {
        id      Int     @id
        firstId Int
        first   Project @relation("first", fields: [firstId], references: [id])
      }
      ${owned.slice(owned.indexOf("model Member"))}
    `,
  },
  "a view is no table": {
    good: `${owned}
      view Total {
        projectId Int     @unique
        project   Project @relation(fields: [projectId], references: [id])
      }
    `,
  },
  "without a tenant there is no key": {
    good: `
      model Project {
        id Int @id
      }

      model Task {
        id        Int     @id
        projectId Int
        project   Project @relation(fields: [projectId], references: [id])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(modelWithoutTenantKey, example),
);

test("the message names the way and the most frequent key", () => {
  const schema = read(`
    model Draft {
      id     Int  @id
      toTeam Int
      team   Team @relation(fields: [toTeam], references: [id])
    }
    ${team}
    model Task {
      id       Int    @id
      memberId Int
      member   Member @relation(fields: [memberId], references: [id])
    }
  `);
  expect([...modelWithoutTenantKey.check(schema)].map(({ message }) => message)).toEqual([
    "Task belongs to one Team through Member but does not hold teamId",
  ]);
});
