/** Edges of soft-delete-inconsistent that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { softDeleteInconsistent } from "../../src/core/rules/schema/soft-delete-inconsistent.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "spelled otherwise": {
    bad: `
      model A {
        id        Int       @id
        deletedAt DateTime?
      }

      model B {
        id        Int       @id
        deletedAt DateTime?
      }

      model C {
        id        Int       @id
        deletedAt DateTime?
      }

      model D {
        id         Int       @id
        deleted_at DateTime?
      //^^^^^^^^^^
      }

      model E {
        id        Int       @id
        deletedAt DateTime?
      }

      model F {
        id        Int       @id
        removedAt DateTime?
      //^^^^^^^^^
      }
    `,
  },
  "no spelling has a majority": {
    good: `
      model A {
        id Int @id
        deletedAt DateTime?
      }


      model B {
        id Int @id
        deletedAt DateTime?
      }


      model C {
        id Int @id
        deletedAt DateTime?
      }


      model D {
        id Int @id
        isDeleted Boolean
      }


      model E {
        id Int @id
        isDeleted Boolean
      }
    `,
  },
  "two are no convention": {
    good: `
      model A {
        id Int @id
        deletedAt DateTime?
      }


      model B {
        id Int @id
        deletedAt DateTime?
      }


      model D {
        id Int @id
        isDeleted Boolean
      }
    `,
  },
  "what was removed at a stated time is no mark": {
    good: `
      model A {
        id Int @id
        deletedAt DateTime?
      }


      model B {
        id Int @id
        deletedAt DateTime?
      }


      model C {
        id Int @id
        deletedAt DateTime?
      }


      model D {
        id Int @id
        removedAt DateTime
      }


      model E {
        id Int @id
        removed Boolean
      }
    `,
  },
  "views and ignored models are not asked": {
    good: `
      model A {
        id Int @id
        deletedAt DateTime?
      }


      model B {
        id Int @id
        deletedAt DateTime?
      }


      model C {
        id Int @id
        deletedAt DateTime?
      }

      view D {
        id        Int     @unique
        isDeleted Boolean
      }

      model E {
        id        Int     @id
        isDeleted Boolean

        @@ignore
      }
    `,
  },
  "a child without a mark among children with one": {
    bad: `
      model Project {
        id        Int       @id
        deletedAt DateTime?
        tasks     Task[]
        files     File[]
        notes     Note[]
        comments  Comment[]
      }

      model Task {
        id        Int       @id
        projectId Int
        project   Project   @relation(fields: [projectId], references: [id])
        deletedAt DateTime?
      }

      model File {
        id        Int       @id
        projectId Int
        project   Project   @relation(fields: [projectId], references: [id])
        deletedAt DateTime?
      }

      model Note {
        id        Int       @id
        projectId Int
        project   Project   @relation(fields: [projectId], references: [id])
        deletedAt DateTime?
      }

      model Comment {
      //    ^^^^^^^
        id        Int     @id
        projectId Int
        project   Project @relation(fields: [projectId], references: [id])
      }
    `,
  },
  "an optional parent, a parent without a mark and the own table are no reason": {
    good: `
      model Project {
        id        Int       @id
        deletedAt DateTime?
        tasks     Task[]
        files     File[]
        notes     Note[]
        comments  Comment[]
      }

      model Task {
        id        Int       @id
        projectId Int
        project   Project   @relation(fields: [projectId], references: [id])
        deletedAt DateTime?
        userId    Int
        user      User      @relation(fields: [userId], references: [id])
        parentId  Int
        parent    Task      @relation("tree", fields: [parentId], references: [id])
        children  Task[]    @relation("tree")
      }

      model File {
        id        Int       @id
        projectId Int
        project   Project   @relation(fields: [projectId], references: [id])
        deletedAt DateTime?
        userId    Int
        user      User      @relation(fields: [userId], references: [id])
      }

      model Note {
        id        Int       @id
        projectId Int
        project   Project   @relation(fields: [projectId], references: [id])
        deletedAt DateTime?
        userId    Int
        user      User      @relation(fields: [userId], references: [id])
      }

      model Comment {
        id        Int      @id
        projectId Int?
        project   Project? @relation(fields: [projectId], references: [id])
        userId    Int
        user      User     @relation(fields: [userId], references: [id])
      }

      model User {
        id       Int       @id
        tasks    Task[]
        files    File[]
        notes    Note[]
        comments Comment[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(softDeleteInconsistent, example),
);

const child = (name: string, more = "") =>
  `model ${name} {\n  id Int @id\n  p P @relation("${name}", fields: [pId], references: [id])\n  q Q @relation("${name}", fields: [qId], references: [id])\n  pId Int\n  qId Int\n${more}}\n`;
const mark = "  deletedAt DateTime?\n";
const parent = (name: string, children: string) =>
  `model ${name} {\n  id Int @id\n${mark}${[...children].map((one) => `  ${one} ${one}[] @relation("${one}")\n`).join("")}}\n`;

test("a child of two such parents is told once, and the message counts", () => {
  const text = parent("P", "ABCD") + parent("Q", "ABCD") + child("D");
  const schema = read(text + ["A", "B", "C"].map((name) => child(name, mark)).join(""));
  expect([...softDeleteInconsistent.check(schema)].map(({ message }) => message)).toEqual([
    "Rows of D cannot be marked as deleted, unlike P and 3 of its 4 children",
  ]);
});

test("a record is kept for good", () => {
  const text = parent("P", "ABCD") + parent("Q", "ABCD") + child("D");
  const schema = read(
    (text + ["A", "B", "C"].map((name) => child(name, mark)).join(""))
      .replaceAll(/model D /g, "model DLog ")
      .replaceAll("D D[]", "D DLog[]"),
  );
  expect([...softDeleteInconsistent.check(schema)]).toEqual([]);
});

test("where a third has no mark, that is fine; where more have none, nothing is the rule", () => {
  const text = parent("P", "ABCDE") + parent("Q", "ABCDE") + child("D") + child("E");
  const schema = read(text + ["A", "B", "C"].map((name) => child(name, mark)).join(""));
  expect([...softDeleteInconsistent.check(schema)]).toEqual([]);
});
