/** Edges of two-soft-delete-markers that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { twoSoftDeleteMarkers } from "../../src/core/rules/schema/two-soft-delete-markers.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every usual pair of names is found": {
    bad: `
      model A {
        id         Int       @id
        deleted    Boolean?
      //^^^^^^^
        deleted_at DateTime?
      }

      model B {
        id          Int      @id
        deletedOn   DateTime
        softDeleted Boolean
      //^^^^^^^^^^^
      }

      model C {
        id        Int       @id
        deletedat DateTime?
        isdeleted Boolean
      //^^^^^^^^^
      }
    `,
  },
  "one marker is enough": {
    good: `
      model A {
        id        Int     @id
        isDeleted Boolean
      }

      model B {
        id        Int       @id
        deletedAt DateTime?
      }
    `,
  },
  "the time at which something else is deleted is another matter": {
    good: `
      model Post {
        id             Int       @id
        isDeleted      Boolean
        filesDeletedAt DateTime?
        deleteAfter    DateTime?
      }
    `,
  },
  "whether deleting is allowed is another matter": {
    good: `
      model Post {
        id            Int       @id
        deletedAt     DateTime?
        deletable     Boolean
        deletedByUser Boolean
        deleted       Int
      }
    `,
  },
  "lists mark no row": {
    good: `
      model A {
        id        Int         @id
        deletedAt DateTime[]
        isDeleted Boolean
      }

      model B {
        id        Int       @id
        deletedAt DateTime?
        isDeleted Boolean[]
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id        Int       @unique
        isDeleted Boolean
        deletedAt DateTime?
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(twoSoftDeleteMarkers, example));

test("the message names both", () => {
  const [model] = read("model Post {\n  deleted Boolean\n  deletedAt DateTime?\n}").models;
  const [found] = model ? twoSoftDeleteMarkers.check(model) : [];
  expect(found?.message).toBe("Post.deleted says again what Post.deletedAt says");
});
