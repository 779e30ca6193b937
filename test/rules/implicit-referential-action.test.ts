/** Edges of implicit-referential-action that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { implicitReferentialAction } from "../../src/core/rules/schema/implicit-referential-action.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "an optional relation lets its rows go": {
    bad: `
      model Post {
        id       Int   @id
        author   User? @relation(fields: [authorId], references: [id])
        //             ^^^^^^^^^
        authorId Int?
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id       Int   @id
        author   User? @relation(fields: [authorId], references: [id], onDelete: SetNull)
        authorId Int?
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "an optional relation over a required column restricts": {
    bad: `
      model Post {
        id       Int   @id
        author   User? @relation("written", fields: [authorId], references: [id], map: "post_author") // who
        //             ^^^^^^^^^
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[] @relation("written")
      }
    `,
    fixed: `
      model Post {
        id       Int   @id
        author   User? @relation("written", fields: [authorId], references: [id], map: "post_author", onDelete: Restrict) // who
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[] @relation("written")
      }
    `,
  },
  "what an update does may stay implicit, and does not count for a delete": {
    bad: `
      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id], onUpdate: Cascade)
        //            ^^^^^^^^^
        authorId Int
        editor   User @relation("edited", fields: [editorId], references: [id], onDelete: NoAction)
        editorId Int
      }

      model User {
        id     Int    @id
        posts  Post[]
        edited Post[] @relation("edited")
      }
    `,
    fixed: `
      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id], onUpdate: Cascade, onDelete: Restrict)
        authorId Int
        editor   User @relation("edited", fields: [editorId], references: [id], onDelete: NoAction)
        editorId Int
      }

      model User {
        id     Int    @id
        posts  Post[]
        edited Post[] @relation("edited")
      }
    `,
  },
  "SQL Server knows no Restrict": {
    bad: `
      datasource db {
        provider = "sqlserver"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        //            ^^^^^^^^^
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      datasource db {
        provider = "sqlserver"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id], onDelete: NoAction)
        authorId Int
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "Prisma Client deletes by the same defaults where it emulates relations": {
    bad: `
      datasource db {
        provider     = "mysql"
        relationMode = "prisma"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id])
        //            ^^^^^^^^^
        authorId Int

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      datasource db {
        provider     = "mysql"
        relationMode = "prisma"
      }

      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [id], onDelete: Restrict)
        authorId Int

        @@index([authorId])
      }

      model User {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "a row that points at one of its own table is told by another rule": {
    good: `
      model Page {
        id       Int    @id
        parent   Page?  @relation("tree", fields: [parentId], references: [id])
        parentId Int?
        pages    Page[] @relation("tree")
      }
    `,
  },
  "each relation of a model is told, composite keys too": {
    bad: `
      model Post {
        id       Int  @id
        author   User @relation(fields: [tenantId, authorId], references: [tenantId, id])
        //            ^^^^^^^^^
        tenant   Firm @relation(fields: [tenantId], references: [id])
        //            ^^^^^^^^^
        authorId Int
        tenantId Int
      }

      model User {
        id       Int
        tenantId Int
        posts    Post[]

        @@id([tenantId, id])
      }

      model Firm {
        id    Int    @id
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id       Int  @id
        author   User @relation(fields: [tenantId, authorId], references: [tenantId, id], onDelete: Restrict)
        tenant   Firm @relation(fields: [tenantId], references: [id], onDelete: Restrict)
        authorId Int
        tenantId Int
      }

      model User {
        id       Int
        tenantId Int
        posts    Post[]

        @@id([tenantId, id])
      }

      model Firm {
        id    Int    @id
        posts Post[]
      }
    `,
  },
  "tables without keys of their own state nothing": {
    good: `
      model Post {
        id   Int   @id
        tags Tag[] @relation("tagged")
      }

      model Tag {
        id    Int    @id
        posts Post[] @relation("tagged")
      }
    `,
  },
  "a relation that is only half written is left to Prisma": {
    good: `
      model Post {
        id       Int  @id
        author   User @relation(fields: [authorId], references: [])
        editor   User @relation(fields: [nobody], references: [id])
        third    User @relation
        authorId Int
      }

      model User {
        id Int @id
      }
    `,
  },
  "a view holds no keys": {
    good: `
      view Recent {
        id       Int  @unique
        author   User @relation(fields: [authorId], references: [id])
        authorId Int
      }

      model User {
        id     Int      @id
        recent Recent[]
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(implicitReferentialAction, example),
);

test.each([
  ["postgresql", "User", "rows of User stay as long as rows of Post point at them"],
  ["postgresql", "User?", "deleting from User sets Post.authorId to null"],
  ["sqlserver", "User", "rows of User stay as long as rows of Post point at them"],
])("on %s, what happens to a %s is said in words", (provider, type, said) => {
  const optional = type.endsWith("?") ? "?" : "";
  const [model] = read(`
    datasource db {
      provider = "${provider}"
    }
    model Post {
      id       Int   @id
      author   ${type} @relation(fields: [authorId], references: [id])
      authorId Int${optional}
    }
    model User {
      id    Int    @id
      posts Post[]
    }
  `).models;
  const found = model ? [...implicitReferentialAction.check(model)] : [];
  expect(found.map((finding) => finding.message)).toEqual([expect.stringContaining(said)]);
});
