/** Edges of singular-list-field that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { singularListField } from "../../src/core/rules/schema/singular-list-field.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "several fields of a model are told at the first": {
    bad: `
      model User {
        id          Int       @id
        written     Post[]    @relation("w")
        draft_post  Post[]    @relation("d")
      //^^^^^^^^^^
        userComment Comment[]
      }

      model Post {
        id       Int  @id
        authorId Int
        writer   User @relation("w", fields: [authorId], references: [id])
        drafter  User @relation("d", fields: [authorId], references: [id])
      }

      model Comment {
        id       Int  @id
        authorId Int
        author   User @relation(fields: [authorId], references: [id])
      }
    `,
  },
  "a model in the plural does not make a plural of its field": {
    bad: `
      model users {
        id   Int     @id
        post posts[]
      //^^^^
      }

      model posts {
        id       Int   @id
        authorId Int
        author   users @relation(fields: [authorId], references: [id])
      }
    `,
  },
  "one row is no list": {
    good: `
      model User {
        id    Int    @id
        posts Post[]
      }

      model Post {
        id     Int  @id
        userId Int
        user   User @relation(fields: [userId], references: [id])
      }
    `,
  },
  "a list of values is not looked at": {
    good: `
      model User {
        id   Int      @id
        json Json[]
        tag  String[]
      }
    `,
  },
  "what cannot be counted has no plural": {
    good: many("access", "TeamAccess"),
  },
  "another noun may be a plural that nobody knows": {
    good: many("written", "Post"),
  },
  "the plural stands elsewhere": {
    good: many("postsArchive", "PostArchive"),
  },
  "a name that ends in a number": {
    good: many("commentV2", "CommentV2"),
  },
  "a name made by introspection": {
    good: `
      model post {
        id                     Int  @id
        userId                 Int?
        user_post_userIdTouser user? @relation("post_userIdTouser", fields: [userId], references: [id])
        user_user_postIdTopost user[] @relation("user_postIdTopost")
      }

      model user {
        id                     Int  @id
        postId                 Int?
        post_user_postIdTopost post? @relation("user_postIdTopost", fields: [postId], references: [id])
        post_post_userIdTouser post[] @relation("post_userIdTouser")
      }
    `,
  },
};

/** A list called `name` in a user, and the model of its items. */
function many(name: string, item: string): string {
  return `
    model User {
      id Int @id
      ${name} ${item}[]
    }

    model ${item} {
      id Int @id
    }
  `;
}

test.each(Object.entries(cases))("%s", (_, example) => checkExample(singularListField, example));

test.each([
  ["post Post[]", "User.post is named like one Post and holds a list"],
  [
    "post Post[]\n  oldPost Post[]\n  newPost Post[]",
    "User.post is named like one Post and holds a list, like 2 more of User",
  ],
])("%s", (fields, message) => {
  const [user] = read(`model User {\n  ${fields}\n}\n\nmodel Post {\n  id Int @id\n}\n`).models;
  const found = user ? [...singularListField.check(user, { allow: [] })] : [];
  expect(found.map((finding) => finding.message)).toEqual([message]);
});
