/** Refactorings: what they write, where they are offered and what they leave alone. */
import { describe, expect, test } from "vitest";
import type { Refactoring } from "../../src/core/editor/refactoring.ts";
import { refactoringsAt, schemaRefactorings } from "../../src/core/editor/refactorings.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { applyEdits } from "../support/apply.ts";
import { dedent } from "../support/examples.ts";
import { errorsOf } from "../support/prisma.ts";

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

/** `|` is the cursor. */
function at(...marked: string[]): { schema: Schema; found: Refactoring[] } {
  const texts = marked.map(dedent);
  const schema = resolve(
    texts.map((text, index) => parseFile(`${index}.prisma`, text.replace("|", ""))),
  );
  const index = texts.findIndex((text) => text.includes("|"));
  const file = schema.files[index];
  const offset = texts[index]?.indexOf("|") ?? -1;
  const piece = file?.starts.findLastIndex((start) => start <= offset) ?? -1;
  const source = file?.pieces[piece];
  if (!file || !source) throw new Error("no cursor");
  const from = offset - (file.starts[piece] ?? 0);
  return { schema, found: refactoringsAt(schema, { source, start: from, end: from }) };
}

function texts(schema: Schema, [refactoring]: readonly Refactoring[]): string[] {
  return applyEdits(schema, refactoring?.edits ?? []).files.map(({ text }) => text);
}

function titles(...marked: string[]): string[] {
  return at(...marked).found.map(({ title }) => title);
}

function expectTo(marked: string, after: string): void {
  const { schema, found } = at(marked);
  const [text = ""] = texts(schema, found);
  expect(text).toBe(dedent(after));
  expect(errorsOf([["0.prisma", text + datasource]])).toEqual([]);
}

describe("a field is renamed", () => {
  test("with what stands in line, and everywhere it is used", () => {
    expectTo(
      `
        model Post {
          id         Int      @id
          author_|key Int
          author     User     @relation(fields: [author_key], references: [id])
          at         DateTime

          @@unique([author_key(sort: Desc), at])
          @@index([at, author_key])
        }

        model User {
          id    Int    @id
          posts Post[]
        }
      `,
      `
        model Post {
          id        Int      @id
          authorKey Int      @map("author_key")
          author    User     @relation(fields: [authorKey], references: [id])
          at        DateTime

          @@unique([authorKey(sort: Desc), at])
          @@index([at, authorKey])
        }

        model User {
          id    Int    @id
          posts Post[]
        }
      `,
    );
  });

  test("where others point at it, and in the predicate of an index", () => {
    expectTo(
      `
        generator client {
          provider        = "prisma-client"
          output          = "client"
          previewFeatures = ["partialIndexes"]
        }

        model User {
          User_|Id Int    @id @map("uid")
          logins  Login[]

          @@index([logins_], where: { User_Id: 1 })
          logins_ Int
        }

        model Login {
          id   Int  @id
          user User @relation(fields: [by], references: [User_Id])
          by   Int
        }
      `,
      `
        generator client {
          provider        = "prisma-client"
          output          = "client"
          previewFeatures = ["partialIndexes"]
        }

        model User {
          userId Int    @id @map("uid")
          logins  Login[]

          @@index([logins_], where: { userId: 1 })
          logins_ Int
        }

        model Login {
          id   Int  @id
          user User @relation(fields: [by], references: [userId])
          by   Int
        }
      `,
    );
  });

  test("without a column, it gets no map", () => {
    expectTo(
      `
        model User {
          id         Int    @id
          blog_|posts Post[]
        }

        model Post {
          id     Int  @id
          user   User @relation(fields: [userId], references: [id])
          userId Int
        }
      `,
      `
        model User {
          id        Int    @id
          blogPosts Post[]
        }

        model Post {
          id     Int  @id
          user   User @relation(fields: [userId], references: [id])
          userId Int
        }
      `,
    );
  });

  test("not to a name that is taken", () => {
    expect(titles("model A {\n  id Int @id\n  a_|b Int\n  aB Int\n}\n")).toEqual([]);
  });

  test("not where the columns of the hidden join table would change places", () => {
    const people = (name: string) => `
      model Person {
        id Int @id
        ${name} Person[] @relation("Knows")
        known Person[] @relation("Knows")
      }
    `;
    // An underscore comes before small letters, and a capital before both.
    expect(titles(people("kno|w_n"))).toContain(
      "Rename know_n to knowN and keep its name in the database",
    );
    expect(titles(people("kn|own_by"))).toContain(
      "Rename known_by to knownBy and keep its name in the database",
    );
    expect(titles(people("Mi|ne"))).toHaveLength(1);
  });

  test("a good name is left alone", () => {
    expect(titles("model A {\n  i|d Int @id\n}\n")).toEqual([]);
  });

  test("the keys that the client makes of names are told", () => {
    const { found } = at("model A {\n  a_|b Int\n  c Int\n\n  @@id([a_b, c])\n}\n");
    expect(found[0]?.notes.join()).toMatch(/A key of several fields/);
  });
});

describe("a model is renamed", () => {
  test("with the fields of its type, in all files", () => {
    const { schema, found } = at(
      `
        model audit_l|og {
          id    Int        @id
          user  users      @relation(fields: [by], references: [id])
          by    Int
          after audit_log? @relation("Next", fields: [id], references: [id])
          prior audit_log? @relation("Next")
        }
      `,
      `
        model users {
          id   Int         @id
          logs audit_log[]
          name String
        }
      `,
    );
    expect(texts(schema, found)).toEqual([
      dedent(`
        model AuditLog {
          id    Int       @id
          user  users     @relation(fields: [by], references: [id])
          by    Int
          after AuditLog? @relation("Next", fields: [id], references: [id])
          prior AuditLog? @relation("Next")

          @@map("audit_log")
        }
      `),
      dedent(`
        model users {
          id   Int        @id
          logs AuditLog[]
          name String
        }
      `),
    ]);
  });

  test("a hidden join table keeps its name through that of the relation", () => {
    expectTo(
      `
        model blog_|posts {
          id   Int    @id
          tags tags[]
        }

        model tags {
          id    Int          @id
          posts blog_posts[]
        }
      `,
      `
        model BlogPost {
          id   Int    @id
          tags tags[] @relation("blog_postsTotags")

          @@map("blog_posts")
        }

        model tags {
          id    Int        @id
          posts BlogPost[] @relation("blog_postsTotags")
        }
      `,
    );
  });

  test("not where the columns of the hidden join table would change places", () => {
    expect(
      titles(`
        model po|sts {
          id   Int   @id
          tags Tag[]
        }

        model Tag {
          id    Int     @id
          posts posts[]
        }
      `),
    ).toEqual([]);
  });

  test("not to a name that is taken, by an enum either", () => {
    expect(titles("model us|ers {\n  id Int @id\n}\n\nenum User {\n  A\n}\n")).toEqual([]);
  });

  test("an enum too", () => {
    expectTo(
      `
        enum user_|role {
          admin
        }

        model User {
          id   Int         @id
          role user_role[] @default([admin])
          main user_role
        }
      `,
      `
        enum UserRole {
          admin

          @@map("user_role")
        }

        model User {
          id   Int        @id
          role UserRole[] @default([admin])
          main UserRole
        }
      `,
    );
  });
});

describe("the join model of a relation is made explicit", () => {
  const tags = `
    model Tag {
      id    Int    @id
      posts Post[] // all of them
    }
  `;

  test("behind the first of the two models", () => {
    const { schema, found } = at(
      tags,
      `
        model Post {
          id   String @id @db.Uuid
          t|ags Tag[]
        }
      `,
    );
    expect(found.map(({ title, changesDatabase }) => [title, changesDatabase])).toEqual([
      ["Make the join model of Post.tags and Tag.posts explicit", false],
    ]);
    expect(texts(schema, found)).toEqual([
      dedent(`
        model Tag {
          id    Int         @id
          posts PostToTag[] // all of them
        }

        model PostToTag {
          post   Post   @relation(fields: [postId], references: [id], onDelete: Cascade)
          postId String @map("A") @db.Uuid
          tag    Tag    @relation(fields: [tagId], references: [id], onDelete: Cascade)
          tagId  Int    @map("B")

          @@id([postId, tagId], map: "_PostToTag_AB_pkey")
          @@index([tagId], map: "_PostToTag_B_index")
          @@map("_PostToTag")
        }
      `),
      dedent(`
        model Post {
          id   String      @id @db.Uuid
          tags PostToTag[]
        }
      `),
    ]);
  });

  test("of a model with itself, where the list that comes first by name has column A", () => {
    expectTo(
      `
        model User {
          id        Int    @id
          following User[] @relation("Follows")
          follow|ers User[] @relation(name: "Follows")
        }
      `,
      `
        model User {
          id        Int      @id
          following Follow[] @relation("Follow_follower")
          followers Follow[] @relation(name: "Follow_following")
        }

        model Follow {
          following   User @relation("Follow_following", fields: [followingId], references: [id], onDelete: Cascade)
          followingId Int  @map("A")
          follower    User @relation("Follow_follower", fields: [followerId], references: [id], onDelete: Cascade)
          followerId  Int  @map("B")

          @@id([followingId, followerId], map: "_Follows_AB_pkey")
          @@index([followerId], map: "_Follows_B_index")
          @@map("_Follows")
        }
      `,
    );
  });

  test("under another name where its own is taken", () => {
    const { found } = at(
      `
        model Post {
          id   Int   @id
          t|ags Tag[] @relation("Label")
        }

        model Tag {
          id    Int    @id
          posts Post[] @relation("Label")
        }

        model Label {
          id Int @id
        }

        enum LabelLink {
          A
        }
      `,
    );
    expect(found[0]?.summary).toMatch(/^Adds a model LabelLink2 /);
  });

  test("nowhere else: a list with a key on its other side, one field of it, another database", () => {
    const owned = `
      model Post {
        id     Int  @id
        tag    Tag  @relation(fields: [tagId], references: [id])
        tagId  Int
      }

      model Tag {
        id    Int    @id
        po|sts Post[]
      }
    `;
    expect(titles(owned)).toEqual([]);
    const hidden = (provider: string) => `
      datasource db {
        provider = "${provider}"
      }

      model Post {
        id   Int   @id
        t|ags Tag[]
      }

      model Tag {
        id    Int    @id
        posts Post[]
      }
    `;
    expect(titles(hidden("mysql"))).toEqual([]);
    expect(titles(hidden("sqlite"))).toHaveLength(1);
  });
});

describe("everything is mapped to snake_case", () => {
  const wide = (text: string) => schemaRefactorings(resolve([parseFile("0.prisma", dedent(text))]));

  test("names that are stated, or need no quotes, stay", () => {
    expect(
      wide(`
        model post {
          id       Int @id
          authorId Int @map("AuthorId")
        }

        enum Role {
          ADMIN

          @@map("Role")
        }
      `),
    ).toEqual([]);
  });

  test("other databases fold no names", () => {
    expect(
      wide('datasource db {\n  provider = "mysql"\n}\n\nmodel Post {\n  id Int @id\n}\n'),
    ).toEqual([]);
  });

  test("a table that would be called like another is left, and said to be", () => {
    const [found] = wide(`
      model AuditLog {
        id Int @id
      }

      model BlogPost {
        id Int @id
      }

      model Other {
        id Int @id

        @@map("audit_log")
      }
    `);
    expect(found?.migration).toBe(
      dedent(`
        -- RenameTable
        ALTER TABLE "BlogPost" RENAME TO "blog_post";
        ALTER TABLE "blog_post" RENAME CONSTRAINT "BlogPost_pkey" TO "blog_post_pkey";
      `),
    );
    expect(found?.notes.join("\n")).toMatch(/^Left as they are, .*: `AuditLog`\.$/m);
  });

  test("an enum and a table do not get one name", () => {
    const [found] = wide(`
      model Order {
        id    Int    @id
        state Orders
      }

      enum Orders {
        OPEN
      }
    `);
    expect(found).toBeUndefined();
  });
});
