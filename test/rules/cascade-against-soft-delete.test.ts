/** Edges of cascade-against-soft-delete that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { cascadeAgainstSoftDelete } from "../../src/core/rules/schema/cascade-against-soft-delete.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "several children are told once, and a model may be its own": {
    bad: `
      model Folder {
        id         Int       @id
        parent     Folder?   @relation("tree", fields: [parentId], references: [id], onDelete: Cascade)
        parentId   Int?
        children   Folder[]  @relation("tree")
        files      File[]
        deleted_at DateTime?
      //^^^^^^^^^^
      }

      model File {
        id        Int       @id
        folder    Folder    @relation(fields: [folderId], references: [id], onDelete: Cascade)
        folderId  Int
        deletedOn DateTime?
      }
    `,
  },
  "a child without a mark may well go with its parent": {
    good: `
      model Folder {
        id        Int       @id
        files     File[]
        deletedAt DateTime?
      }

      model File {
        id       Int    @id
        folder   Folder @relation(fields: [folderId], references: [id], onDelete: Cascade)
        folderId Int
      }
    `,
  },
  "a parent without a mark is really deleted, and so is one whose time is always set": {
    good: `
      model Folder {
        id    Int    @id
        files File[]
      }

      model Trash {
        id        Int      @id
        files     File[]
        deletedAt DateTime
      }

      model File {
        id        Int       @id
        folder    Folder    @relation(fields: [folderId], references: [id], onDelete: Cascade)
        folderId  Int
        trash     Trash     @relation(fields: [trashId], references: [id], onDelete: Cascade)
        trashId   Int
        deletedAt DateTime?
      }
    `,
  },
  "Prisma's own default never deletes": {
    good: `
      model Folder {
        id        Int       @id
        files     File[]
        deletedAt DateTime?
      }

      model File {
        id        Int       @id
        folder    Folder    @relation(fields: [folderId], references: [id])
        folderId  Int
        deletedAt DateTime?
      }
    `,
  },
  "a view is not deleted from": {
    good: `
      view Recent {
        id        Int       @unique
        files     File[]
        deletedAt DateTime?
      }

      model File {
        id        Int       @id
        recent    Recent    @relation(fields: [recentId], references: [id], onDelete: Cascade)
        recentId  Int
        deletedAt DateTime?
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(cascadeAgainstSoftDelete, example),
);
