/** Edges of uuid-stored-as-text that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import { applyChanges } from "../../src/core/base/text.ts";
import type { Example } from "../../src/core/lint/rule.ts";
import { uuidStoredAsText } from "../../src/core/rules/schema/uuid-stored-as-text.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { checkExample, dedent, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every way to make a uuid counts, on any field": {
    bad: `
      model Session {
        id     String  @id @default(dbgenerated("gen_random_uuid()"))
        //     ^^^^^^
        token  String? @unique @default(uuid(7)) @map("token_id")
        //     ^^^^^^
        legacy String  @default(dbgenerated("public.uuid_generate_v4()"))
        //     ^^^^^^
      }
    `,
    fixed: `
      model Session {
        id     String  @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
        token  String? @unique @default(uuid(7)) @map("token_id") @db.Uuid
        legacy String  @default(dbgenerated("public.uuid_generate_v4()")) @db.Uuid
      }
    `,
  },
  "other texts are replaced where they stand": {
    bad: `
      model Session {
        id    String @id @default(uuid()) @db.VarChar(36) // key
        //    ^^^^^^
        other String @default(uuid()) @db.Char(36)
        //    ^^^^^^
        third String @db.Text @default(uuid())
        //    ^^^^^^
      }
    `,
    fixed: `
      model Session {
        id    String @id @default(uuid()) @db.Uuid // key
        other String @default(uuid()) @db.Uuid
        third String @db.Uuid @default(uuid())
      }
    `,
  },
  "other keys, other functions and other types are left alone": {
    good: `
      model Session {
        id     String   @id @default(cuid())
        nano   String   @default(nanoid())
        name   String   @default("uuid")
        now    String   @default(dbgenerated("now()"))
        uuid   String   @default(uuid()) @db.Uuid
        citext String   @default(uuid()) @db.Citext
        many   String[] @default(dbgenerated("ARRAY[gen_random_uuid()]"))
        bytes  Bytes    @default(dbgenerated("uuid_send(gen_random_uuid())"))
        id2
      }
    `,
  },
  "keys that point at keys change with them, those that are uuids already do not": {
    bad: `
      model User {
        id      String   @id @default(uuid())
        //      ^^^^^^
        profile Profile?
        posts   Post[]
      }

      model Profile {
        user   User    @relation(fields: [userId], references: [id])
        userId String  @id @db.VarChar(36)
        avatar Avatar?
      }

      model Avatar {
        profile   Profile @relation(fields: [profileId], references: [userId])
        profileId String  @id
      }

      model Post {
        id       Int     @id
        author   User?   @relation(fields: [authorId], references: [id])
        authorId String? @db.Uuid
      }
    `,
    fixed: `
      model User {
        id      String   @id @default(uuid()) @db.Uuid
        profile Profile?
        posts   Post[]
      }

      model Profile {
        user   User    @relation(fields: [userId], references: [id])
        userId String  @id @db.Uuid
        avatar Avatar?
      }

      model Avatar {
        profile   Profile @relation(fields: [profileId], references: [userId])
        profileId String  @id @db.Uuid
      }

      model Post {
        id       Int     @id
        author   User?   @relation(fields: [authorId], references: [id])
        authorId String? @db.Uuid
      }
    `,
  },
  "a foreign key that also points at something else cannot change": {
    bad: `
      model User {
        id    String @id @default(uuid())
        //    ^^^^^^
        notes Note[]
      }

      model Team {
        id    String @id
        notes Note[]
      }

      model Note {
        id      Int    @id
        user    User   @relation(fields: [ownerId], references: [id])
        team    Team   @relation(fields: [ownerId], references: [id])
        ownerId String
      }
    `,
  },
  "a foreign key that defaults to a text cannot change": {
    bad: `
      model User {
        id    String @id @default(uuid())
        //    ^^^^^^
        notes Note[]
      }

      model Note {
        id      Int    @id
        user    User   @relation(fields: [ownerId], references: [id])
        ownerId String @default("nobody")
      }
    `,
  },
  "a foreign key of a type that is no text cannot change": {
    bad: `
      model User {
        id    String @id @default(uuid())
        //    ^^^^^^
        notes Note[]
      }

      model Note {
        id      Int    @id
        user    User   @relation(fields: [ownerId], references: [id])
        ownerId String @db.Citext
      }
    `,
  },
  "a default that PostgreSQL is told to turn into text cannot stay": {
    bad: `
      model Session {
        id String @id @default(dbgenerated("(gen_random_uuid())::text"))
        // ^^^^^^
      }
    `,
  },
  "other databases have no uuid that Prisma knows, or need none": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model Session {
        id String @id @default(uuid())
      }
    `,
  },
  "CockroachDB has": {
    bad: `
      datasource db {
        provider = "cockroachdb"
      }

      model Session {
        id    String @id @default(uuid())
        //    ^^^^^^
        other String @default(uuid()) @db.String(36)
        //    ^^^^^^
      }
    `,
    fixed: `
      datasource db {
        provider = "cockroachdb"
      }

      model Session {
        id    String @id @default(uuid()) @db.Uuid
        other String @default(uuid()) @db.Uuid
      }
    `,
  },
  "a view is left alone": {
    good: `
      view Session {
        id String @unique @default(uuid())
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(uuidStoredAsText, example));

/** So many models whose keys are text, and so many whose keys are of the type. */
function keys(texts: number, typed: number): string {
  const one = (name: string, type: string) =>
    `model ${name} {\n  id String @id @default(uuid())${type}\n}\n`;
  const all = [
    ...Array.from({ length: texts }, (_, at) => one(`T${at}`, "")),
    ...Array.from({ length: typed }, (_, at) => one(`U${at}`, " @db.Uuid")),
  ];
  return all.join("\n");
}

test.each([
  [
    3,
    0,
    ["T0.id stores a uuid as text", "T1.id stores a uuid as text", "T2.id stores a uuid as text"],
  ],
  [4, 3, ["T0.id and 3 other columns store a uuid as text"]],
  [4, 4, [0, 1, 2, 3].map((at) => `T${at}.id stores a uuid as text`)],
])("%i as text beside %i of the type", (texts, typed, messages) => {
  const found = [...uuidStoredAsText.check(read(keys(texts, typed)))];
  expect(found.map(({ message }) => message)).toEqual(messages);
});

test("all are changed together, and what cannot change is told by itself", () => {
  const more = `model Note {
  id     String @id @default(dbgenerated("(gen_random_uuid())::text"))
  user   T0     @relation(fields: [userId], references: [id])
  userId String
}
`;
  const files = [parseFile("a.prisma", keys(4, 0) + more)];
  const [lone, found] = uuidStoredAsText.check(resolve(files));
  expect(lone?.message).toBe("Note.id stores a uuid as text");
  expect(lone?.fix).toBeUndefined();
  expect(found?.fix?.title).toBe("Add @db.Uuid to all 4 and to 1 more, tied by foreign keys");
  const changes = placeEdits(found?.fix?.edits ?? [], placer(files));
  const [only] = [...(changes?.values() ?? [])];
  const fixed = applyChanges(files[0]?.text ?? "", only ?? []);
  expect(fixed.match(/@db\.Uuid/g)).toHaveLength(5);
  expect([...uuidStoredAsText.check(read(fixed))].map(({ message }) => message)).toEqual([
    "Note.id stores a uuid as text",
  ]);
});

test("foreign keys in other files change too", () => {
  const files = [
    parseFile("a.prisma", "model User {\n  id String @id @default(uuid())\n  posts Post[]\n}\n"),
    parseFile(
      "b.prisma",
      dedent(`
        model Post {
          id       Int    @id
          author   User   @relation(fields: [authorId], references: [id])
          authorId String
        }
      `),
    ),
  ];
  const [found] = uuidStoredAsText.check(resolve(files));
  const changes = placeEdits(found?.fix?.edits ?? [], placer(files));
  expect([...(changes?.keys() ?? [])].length).toBe(2);
  const [, second] = [...(changes?.values() ?? [])];
  expect(applyChanges(files[1]?.text ?? "", second ?? [])).toContain("authorId String @db.Uuid\n");
});

test("the fix says how far it goes", () => {
  const told = (text: string) =>
    [...uuidStoredAsText.check(read(text))].map(({ fix }) => fix?.title);
  expect(told("model A {\n  id String @id @default(uuid())\n}")).toEqual(["Add @db.Uuid"]);
  expect(
    told(`
      model A {
        id String @id @default(uuid())
        bs B[]
      }
      model B {
        id  Int    @id
        a   A      @relation(fields: [aId], references: [id])
        aId String
      }
    `),
  ).toEqual(["Add @db.Uuid here and to 1 more, tied by foreign keys"]);
});
