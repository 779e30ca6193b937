/** Edges of isolated-model that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { isolatedModel } from "../../src/core/rules/schema/isolated-model.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a relation to itself, or one that is still to be written, is one": {
    good: `
      model Folder {
        id       Int      @id
        parent   Folder?  @relation("tree", fields: [parentId], references: [id])
        parentId Int?
        children Folder[] @relation("tree")
      }

      model Draft {
        id    Int   @id
        owner Owner
      }
    `,
  },
  "an enum is no relation": {
    bad: `
      model Folder {
      //    ^^^^^^
        id   Int  @id
        kind Kind
      }

      enum Kind {
        A
      }
    `,
  },
  "records outlive what they tell about": {
    good: `
      model AuditLog {
        id Int @id
      }

      /// @view
      model Total {
        id Int @id
      }
    `,
  },
  "views and models that Prisma Client does not know are left alone": {
    good: `
      view Recent {
        id Int @unique
      }

      model schema_history {
        id Int @id

        @@ignore
      }
    `,
  },
  "documents hold within them what tables keep in others": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Folder {
        id Int @id @map("_id")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(isolatedModel, example));
