/** Edges of foreign-key-across-tenants that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { foreignKeyAcrossTenants } from "../../src/core/rules/schema/foreign-key-across-tenants.ts";
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
  "several relations of a model are told at the first": {
    bad: `${team}
      model Task {
        id       Int   @id
        teamId   Int
        team     Team  @relation(fields: [teamId], references: [id])
        memberId Int?
        member   Member? @relation(fields: [memberId], references: [id])
      //^^^^^^
        parentId Int?
        parent   Task? @relation("parent", fields: [parentId], references: [id])
        children Task[] @relation("parent")
      }
    `,
  },
  "a key of both": {
    good: `${team}
      model Task {
        id       Int    @id
        teamId   Int
        team     Team   @relation(fields: [teamId], references: [id])
        memberId Int
        member   Member @relation(fields: [memberId, teamId], references: [id, teamId])
      }
    `,
  },
  "the other table is nobody's": {
    good: `${team}
      model Country {
        id Int @id
      }

      model Task {
        id        Int     @id
        teamId    Int
        team      Team    @relation(fields: [teamId], references: [id])
        countryId Int
        country   Country @relation(fields: [countryId], references: [id])
      }
    `,
  },
  "a table that leaves it to its parent cannot disagree": {
    good: `${team}
      model Project {
        id     Int  @id
        teamId Int
        team   Team @relation(fields: [teamId], references: [id])
      }

      model Task {
        id       Int    @id
        memberId Int
        member   Member @relation(fields: [memberId], references: [id])
      }
    `,
  },
  "without a tenant there is nothing to cross": {
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
  checkExample(foreignKeyAcrossTenants, example),
);

test.each([
  ["", "Task.member can point at the Member of another Team"],
  [
    "old Member @relation(fields: [memberId], references: [id])",
    "Task.member can point at the Member of another Team, like 1 more of Task",
  ],
])("the message counts with %j", (field, message) => {
  const schema = read(`${team}
    model Task {
      id       Int    @id
      teamId   Int
      team     Team   @relation(fields: [teamId], references: [id])
      memberId Int
      member   Member @relation(fields: [memberId], references: [id])
      ${field}
    }
  `);
  expect([...foreignKeyAcrossTenants.check(schema)].map((found) => found.message)).toEqual([
    message,
  ]);
});
