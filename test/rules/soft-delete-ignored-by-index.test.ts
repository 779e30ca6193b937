/** Edges of soft-delete-ignored-by-index that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { softDeleteIgnoredByIndex } from "../../src/core/rules/schema/soft-delete-ignored-by-index.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a flag, a mapped name and an index without brackets": {
    bad: `
      generator client {
        provider        = "prisma-client"
        output          = "../generated"
        previewFeatures = ["partialIndexes"]
      }

      model Task {
        id        Int     @id
        name      String
        rank      Int     @map("position")
        isDeleted Boolean

        @@index(name)
      //^^^^^^^^^^^^^
        @@index([id, rank(sort: Desc)], map: "tasks_by_rank")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      generator client {
        provider        = "prisma-client"
        output          = "../generated"
        previewFeatures = ["partialIndexes"]
      }

      model Task {
        id        Int     @id
        name      String
        rank      Int     @map("position")
        isDeleted Boolean

        @@index(name, where: { isDeleted: false })
        @@index([id, rank(sort: Desc)], map: "tasks_by_rank", where: { isDeleted: false })
      }
    `,
  },
  "without the preview feature there is nothing to write": {
    bad: `
      model Task {
        id        Int       @id
        createdAt DateTime
        deletedAt DateTime?

        @@index([createdAt])
      //^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "an index that knows the mark, or holds some of the rows only, is one somebody thought about": {
    good: `
      generator client {
        provider        = "prisma-client"
        output          = "../generated"
        previewFeatures = ["partialIndexes"]
      }

      model Task {
        id        Int       @id
        createdAt DateTime
        deletedAt DateTime?

        @@index([createdAt, deletedAt])
        @@index([createdAt], where: { deletedAt: null })
      }
    `,
  },
  "a foreign key asks for deleted rows too": {
    good: `
      model Task {
        id        Int       @id
        boss      User      @relation(fields: [bossId], references: [id])
        bossId    Int
        createdAt DateTime
        deletedAt DateTime?

        @@index([bossId, createdAt])
      }

      model User {
        id    Int    @id
        tasks Task[]
      }
    `,
  },
  "what finds one row is cheap, uniques and other types are no lists": {
    good: `
      model Task {
        id        Int       @id
        reference String
        name      String    @unique
        deletedAt DateTime?

        @@index([reference])
        @@unique([id, name])
        @@index([name], type: Hash)
      }
    `,
  },
  "a table whose rows are gone when they are deleted": {
    good: `
      model Task {
        id        Int      @id
        createdAt DateTime

        @@index([createdAt])
      }
    `,
  },
  "a mark that tells nothing of living rows is not used": {
    good: `
      model Task {
        id        Int      @id
        createdAt DateTime
        deletedAt DateTime
        isDeleted Boolean?

        @@index([createdAt])
      }
    `,
  },
  "fields that do not exist yet are Prisma's to report": {
    good: `
      model Task {
        id        Int       @id
        createdAt DateTime
        deletedAt DateTime?

        @@index([createdAt, nothing])
      }
    `,
  },
  "MySQL has no partial indexes": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Task {
        id        Int       @id
        createdAt DateTime
        deletedAt DateTime?

        @@index([createdAt])
      }
    `,
  },
  "a view has no indexes of its own": {
    good: `
      view Task {
        id        Int       @unique
        createdAt DateTime
        deletedAt DateTime?

        @@index([createdAt])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(softDeleteIgnoredByIndex, example),
);

test("the index is looked at before it changes", () => {
  const { models } = read(`
    generator client {
      previewFeatures = ["partialIndexes"]
    }
    model Task {
      id        Int       @id
      name      String
      rank      Int
      deletedAt DateTime?
      @@index([name, rank])
    }
  `);
  const [found] = models.flatMap((model) => [...softDeleteIgnoredByIndex.check(model)]);
  expect(found?.message).toBe("The index on (name, rank) holds the deleted rows of Task too");
  expect(found?.fix).toMatchObject({ title: "Add where: { deletedAt: null }", alone: true });
});
