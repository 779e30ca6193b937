/** Edges of inconsistent-key-strategy that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { inconsistentKeyStrategy } from "../../src/core/rules/schema/inconsistent-key-strategy.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a cuid among uuids is found; versions and makers of uuids are one kind": {
    bad: `
      model M0 {
        id String @id @default(uuid())
      }

      model M1 {
        id String @id @default(uuid())
      }

      model M2 {
        id String @id @default(uuid(7))
      }


      model M3 {
        id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
      }

      model UserM4 {
        userUid String @default(uuid())

        @@id([userUid])
      }

      model M5 {
        uuid String @id @default(uuid())
      }

      model Other {
        id String @id @default(cuid())
        //                     ^^^^^^
      }
    `,
  },
  "four tables are too few to differ from": {
    good: `
      model M0 {
        id String @id @default(uuid())
      }

      model M1 {
        id String @id @default(uuid())
      }

      model M2 {
        id String @id @default(uuid())
      }

      model M3 {
        id String @id @default(uuid())
      }

      model Other {
        id String @id @default(cuid())
      }
    `,
  },
  "fewer than four in five are no rule": {
    good: `
      model M0 {
        id String @id @default(uuid())
      }

      model M1 {
        id String @id @default(uuid())
      }

      model M2 {
        id String @id @default(uuid())
      }

      model M3 {
        id String @id @default(uuid())
      }

      model M4 {
        id String @id @default(uuid())
      }

      model M5 {
        id String @id @default(uuid())
      }

      model M6 {
        id String @id @default(uuid())
      }

      model M7 {
        id String @id @default(cuid())
      }

      model M8 {
        id String @id @default(cuid())
      }
    `,
  },
  "among numbers, a random key is meant": {
    good: `
      model M0 {
        id Int @id @default(autoincrement())
      }

      model M1 {
        id Int @id @default(autoincrement())
      }

      model M2 {
        id Int @id @default(autoincrement())
      }

      model M3 {
        id Int @id @default(autoincrement())
      }

      model M4 {
        id Int @id @default(autoincrement())
      }

      model M5 {
        id Int @id @default(autoincrement())
      }

      model Other {
        id String @id @default(uuid())
      }
    `,
  },
  "logs may be numbered, but not have another random key": {
    bad: `
      model M0 {
        id String @id @default(nanoid())
      }

      model M1 {
        id String @id @default(nanoid())
      }

      model M2 {
        id String @id @default(nanoid())
      }

      model M3 {
        id String @id @default(nanoid())
      }

      model M4 {
        id String @id @default(nanoid())
      }

      model M5 {
        id String @id @default(nanoid())
      }

      model M6 {
        id String @id @default(nanoid())
      }

      model M7 {
        id String @id @default(nanoid())
      }

      model AuditLog {
        id BigInt @id @default(autoincrement())
      }

      model LoginEvent {
        id String @id @default(ulid())
        //                     ^^^^^^
      }
    `,
  },
  "keys that are not made, not alone or more than a key do not count": {
    good: `
      model M0 {
        id String @id @default(ulid())
      }

      model M1 {
        id String @id @default(ulid())
      }

      model M2 {
        id String @id @default(ulid())
      }

      model M3 {
        id String @id @default(ulid())
      }

      model M4 {
        id String @id @default(ulid())
      }

      model Country {
        code String @id
      }

      model Locale {
        id String @id @default("en")
      }

      model Pair {
        a Int @default(autoincrement())
        b Int

        @@id([a, b])
      }

      model Invite {
        token String @id @default(cuid())
      }

      model Purchase {
        paymentId String @id @default(cuid())
      }

      model Made {
        id String @id @default(dbgenerated("make_id()"))
      }

      model Ignored {
        id String @id @default(cuid())

        @@ignore
      }

      view Total {
        id String @unique @default(cuid())
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(inconsistentKeyStrategy, example),
);

test("the message counts", () => {
  const uuids = [1, 2, 3, 4, 5].map((at) => `model M${at} {\n  id String @id @default(uuid())\n}`);
  const tag = "model Tag {\n  id Int @id @default(autoincrement())\n}";
  const found = [...inconsistentKeyStrategy.check(read([...uuids, tag].join("\n")))];
  expect(found.map(({ message }) => message)).toEqual([
    "The key of Tag is a number, while 5 of 6 tables have a uuid",
  ]);
});
