/** Edges of unindexed-polymorphic-reference that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { unindexedPolymorphicReference } from "../../src/core/rules/schema/unindexed-polymorphic-reference.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "an enum, other spellings and several pairs in one model": {
    bad: `
      model Grant {
        id           Int       @id
        scope_type   ScopeType
        scope_id     Int
      //^^^^^^^^
        attachableID Int?
      //^^^^^^^^^^^^
        attachableType String?

        @@map("grants")
      }

      enum ScopeType {
        TEAM
        PROJECT
      }
    `,
    fixed: `
      model Grant {
        id           Int       @id
        scope_type   ScopeType
        scope_id     Int
        attachableID Int?
        attachableType String?

        @@index([scope_type, scope_id])
        @@index([attachableType, attachableID])
        @@map("grants")
      }

      enum ScopeType {
        TEAM
        PROJECT
      }
    `,
  },
  "a word before the stem belongs to it": {
    bad: `
      model Note {
        id               Int    @id
        parentEntityType String
        parentEntityId   Int
      //^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Note {
        id               Int    @id
        parentEntityType String
        parentEntityId   Int

        @@index([parentEntityType, parentEntityId])
      }
    `,
  },
  "a partial index serves some rows only, and keeps its name": {
    bad: `
      generator client {
        provider        = "prisma-client"
        output          = "../generated"
        previewFeatures = ["partialIndexes"]
      }

      model Note {
        id         Int    @id
        targetType String @map("type")
        targetId   Int    @map("target")
      //^^^^^^^^

        @@index([targetType, targetId], where: { targetId: 1 })
      }
    `,
    fixed: `
      generator client {
        provider        = "prisma-client"
        output          = "../generated"
        previewFeatures = ["partialIndexes"]
      }

      model Note {
        id         Int    @id
        targetType String @map("type")
        targetId   Int    @map("target")

        @@index([targetType, targetId], where: { targetId: 1 })
        @@index([targetType, targetId], map: "Note_type_target_full_idx")
      }
    `,
  },
  "an index that begins with the id, or holds both somewhere, is one somebody thought about": {
    good: `
      model Note {
        id         Int    @id
        teamId     Int
        targetType String
        targetId   Int
        ownerType  String
        ownerId    Int
        itemType   String
        itemId     Int

        @@index([targetId])
        @@unique([teamId, ownerType, ownerId])
        @@index([itemId, teamId, itemType])
      }
    `,
  },
  "the type of a thing is no table": {
    good: `
      model Note {
        id         Int    @id
        deviceType String
        deviceId   Int
        tableType  String
        tableId    Int
      }
    `,
  },
  "with a relation, the id leads to one table": {
    good: `
      model Note {
        id         Int    @id
        targetType String
        target     Page   @relation(fields: [targetId], references: [id])
        targetId   Int
      }

      model Page {
        id    Int    @id
        notes Note[]
      }
    `,
  },
  "a type alone, an id alone, of something else, or as a list makes no pair": {
    good: `
      model Note {
        id          Int      @id
        targetType  String
        subjectId   Int
        ownerType   Int
        ownerId     Int
        itemType    String
        itemId      Int[]
        sourceTypes String
        sourceId    Kind
        sourceType  String
      }

      enum Kind {
        A
        B
      }
    `,
  },
  "an id of another type than the keys here is that of another system": {
    good: `
      model Installation {
        id         String @id
        targetType String
        targetId   BigInt
      }
    `,
  },
  "a key of several columns tells nothing of types": {
    bad: `
      model Installation {
        a          Int
        b          Int
        targetType String
        targetId   String
      //^^^^^^^^

        @@id([a, b])
      }
    `,
    fixed: `
      model Installation {
        a          Int
        b          Int
        targetType String
        targetId   String

        @@id([a, b])
        @@index([targetType, targetId])
      }
    `,
  },
  "records are written more than they are read": {
    good: `
      model AuditLog {
        id         Int    @id
        entityType String
        entityId   Int
      }
    `,
  },
  "MongoDB has no foreign keys to miss": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Note {
        id         String @id @map("_id")
        targetType String
        targetId   String
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Note {
        id         Int    @unique
        targetType String
        targetId   Int
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(unindexedPolymorphicReference, example),
);

test("the message names the pair", () => {
  const [model] = read("model Note {\n id Int @id\n itemId Int\n itemType String\n}").models;
  const found = model ? [...unindexedPolymorphicReference.check(model)] : [];
  expect(found.map(({ message }) => message)).toEqual([
    "No index serves itemType and itemId, and no foreign key of Note can",
  ]);
});
