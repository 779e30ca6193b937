/** Edges of cascade-on-optional-relation that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { cascadeOnOptionalRelation } from "../../src/core/rules/schema/cascade-on-optional-relation.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "without another parent, it may be the owner": {
    good: `
      model Row {
        id     Int   @id
        userId Int?
        user   User? @relation(fields: [userId], references: [id], onDelete: Cascade)
      }

      model User {
        id   Int   @id
        rows Row[]
      }
    `,
  },
  "one of several parents": {
    good: `
      model Row {
        id     Int   @id
        teamId Int
        team   Team  @relation(fields: [teamId], references: [id])
        userId Int?
        user   User? @relation("a", fields: [userId], references: [id], onDelete: Cascade)
        byId   Int?
        by     User? @relation("b", fields: [byId], references: [id], onDelete: Cascade)
      }

      model Team {
        id   Int   @id
        rows Row[]
      }

      model User {
        id   Int   @id
        rows Row[] @relation("a")
        by   Row[] @relation("b")
      }
    `,
  },
  "the root of a tree has no parent": {
    good: `
      model Row {
        id       Int   @id
        teamId   Int
        team     Team  @relation(fields: [teamId], references: [id])
        parentId Int?
        parent   Row?  @relation("tree", fields: [parentId], references: [id], onDelete: Cascade)
        rows     Row[] @relation("tree")
      }

      model Team {
        id   Int   @id
        rows Row[]
      }
    `,
  },
  "other actions, and none": {
    good: `
      model Row {
        id     Int   @id
        teamId Int
        team   Team  @relation(fields: [teamId], references: [id], onDelete: Cascade)
        userId Int?
        user   User? @relation(fields: [userId], references: [id])
      }

      model Team {
        id   Int   @id
        rows Row[]
      }

      model User {
        id   Int   @id
        rows Row[]
      }
    `,
  },
  "with a tenant in the key, a column is required, and so the row has a parent": {
    good: `
      model Row {
        id       Int   @id
        teamId   Int
        team     Team  @relation(fields: [teamId], references: [id], onDelete: Cascade)
        userId   Int?
        user     User? @relation(fields: [userId, teamId], references: [id, teamId], onDelete: Cascade)
      }

      model Team {
        id   Int   @id
        rows Row[]
      }

      model User {
        id     Int
        teamId Int
        rows   Row[]

        @@id([id, teamId])
      }
    `,
  },
  "rows of several kinds, of which one has the parent": {
    good: `
      model Row {
        id     Int   @id
        kind   Kind
        teamId Int
        team   Team  @relation(fields: [teamId], references: [id])
        userId Int?
        user   User? @relation(fields: [userId], references: [id], onDelete: Cascade)
      }

      enum Kind {
        OF_TEAM
        OF_USER
      }

      model Team {
        id   Int   @id
        rows Row[]
      }

      model User {
        id   Int   @id
        rows Row[]
      }
    `,
  },
  "a parent by which rows are kept apart": {
    good: `
      model Property {
        id          Int       @id
        name        String
        workspaceId Int
        workspace   Workspace @relation(fields: [workspaceId], references: [id])
        layoutId    Int?
        layout      Layout?   @relation(fields: [layoutId], references: [id], onDelete: Cascade)

        @@unique([workspaceId, layoutId, name])
      }

      model Workspace {
        id         Int        @id
        properties Property[]
      }

      model Layout {
        id         Int        @id
        properties Property[]
      }
    `,
  },
  "a kind that may be missing, and an index, say nothing": {
    bad: `
      model Row {
        id     Int     @id
        type   String?
        teamId Int
        team   Team    @relation(fields: [teamId], references: [id])
        userId Int?
        user   User?   @relation(fields: [userId], references: [id], onDelete: Cascade)
        //                                                           ^^^^^^^^^^^^^^^^^

        @@index([userId])
        @@unique([teamId, type])
      }

      model Team {
        id   Int   @id
        rows Row[]
      }

      model User {
        id   Int   @id
        rows Row[]
      }
    `,
  },
  "a view has no foreign keys": {
    good: `
      view Row {
        id     Int   @unique
        teamId Int
        team   Team  @relation(fields: [teamId], references: [id])
        userId Int?
        user   User? @relation(fields: [userId], references: [id], onDelete: Cascade)
      }

      model Team {
        id   Int   @id
        rows Row[]
      }

      model User {
        id   Int   @id
        rows Row[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(cascadeOnOptionalRelation, example),
);

test("the message names both rows", () => {
  const found = read(
    `model A {\n  id Int @id\n  cId Int\n  c C @relation(fields: [cId], references: [id])\n  bId Int?\n  b B? @relation(fields: [bId], references: [id], onDelete: Cascade)\n}\nmodel B {\n  id Int @id\n  as A[]\n}\nmodel C {\n  id Int @id\n  as A[]\n}`,
  ).models.flatMap((model) => [...cascadeOnOptionalRelation.check(model)]);
  expect(found.map(({ message }) => message)).toEqual([
    "A row of A may be without b, and is deleted with its B",
  ]);
});
