/** Edges of missing-timestamps that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { missingTimestamps } from "../../src/core/rules/schema/missing-timestamps.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "any point in time that defaults to now tells": {
    good: `
      model Login {
        id Int      @id
        at DateTime @default(dbgenerated("clock_timestamp()"))
      }
    `,
  },
  "a time that may be missing, or that does not default to now, does not": {
    bad: `
      model Login {
        //  ^^^^^
        id     Int       @id
        until  DateTime?
        since  DateTime  @default("2020-01-01T00:00:00.000Z")
        number String    @default(uuid())
      }
    `,
    fixed: `
      model Login {
        id        Int       @id
        until     DateTime?
        since     DateTime  @default("2020-01-01T00:00:00.000Z")
        number    String    @default(uuid())
        createdAt DateTime  @default(now()) @db.Timestamptz(6)
        updatedAt DateTime  @default(now()) @updatedAt @db.Timestamptz(6)
      }
    `,
  },
  "a time that somebody must set does": {
    good: `
      model Payment {
        id     Int      @id
        amount Int
        bookedFor DateTime
      }

      model Message {
        id               Int    @id
        body             String
        messageTimestamp Int
      }
    `,
  },
  "a list of names refers to nothing, and one of codes is kept by hand": {
    good: `
      model Country {
        id   Int    @id
        name String
      }

      model task_status_code {
        task_status_code  String @id
        short_description String
        display_order     Int
        active            Boolean
      }
    `,
  },
  "what has a name and belongs to somebody is no such list": {
    bad: `
      model Pet {
        //  ^^^
        id      Int    @id
        name    String
        ownerId Int
        owner   Owner  @relation(fields: [ownerId], references: [id])
      }

      model Owner {
        id   Int      @id
        at   DateTime @default(now())
        pets Pet[]
      }
    `,
    fixed: `
      model Pet {
        id        Int      @id
        name      String
        ownerId   Int
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
        owner     Owner    @relation(fields: [ownerId], references: [id])
      }

      model Owner {
        id   Int      @id
        at   DateTime @default(now())
        pets Pet[]
      }
    `,
  },
  "what is worked out, shown as a view or made by Auth.js is left alone": {
    good: `
      model PostMetric {
        id    Int @id
        likes Int
      }

      /// @view
      model Popular {
        id    Int @id
        likes Int
      }

      model Account {
        id                Int    @id
        providerAccountId String
      }

      model SystemSettings {
        id    Int    @id
        theme String
      }
    `,
  },
  "a name that tells when a row was made is enough, in any type": {
    good: `
      model A {
        id        Int      @id
        createdAt DateTime
      }

      model B {
        id            Int    @id
        inserted_unix BigInt
      }

      model C {
        id          Int      @id
        DateCreated DateTime
      }

      model D {
        id                   Int      @id
        create_utc_timestamp DateTime
      }

      model E {
        id        Int      @id
        createdat DateTime
      }
    `,
  },
  "who made a row does not tell when": {
    bad: `
      model Post {
        //  ^^^^
        id          Int     @id
        createdBy   User    @relation(fields: [createdById], references: [id])
        createdById Int
        isOpened    Boolean
      }

      model User {
        id           Int      @id
        at           DateTime @default(now())
        createdPosts Post[]
      }
    `,
    fixed: `
      model Post {
        id          Int      @id
        createdBy   User     @relation(fields: [createdById], references: [id])
        createdById Int
        isOpened    Boolean
        createdAt   DateTime @default(now()) @db.Timestamptz(6)
        updatedAt   DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }

      model User {
        id           Int      @id
        at           DateTime @default(now())
        createdPosts Post[]
      }
    `,
  },
  "the fields come behind the last column and in line with its group": {
    bad: `
      model Post {
        //  ^^^^
        id   Int @id

        text   String @unique
        userId Int    // the author
        user   User   @relation(fields: [userId], references: [id])

        @@index([userId])
      }

      model User {
        id    Int      @id
        at    DateTime @default(now())
        posts Post[]
      }
    `,
    fixed: `
      model Post {
        id   Int @id

        text      String   @unique
        userId    Int    // the author
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
        user      User     @relation(fields: [userId], references: [id])

        @@index([userId])
      }

      model User {
        id    Int      @id
        at    DateTime @default(now())
        posts Post[]
      }
    `,
  },
  "what is updated already is not added again": {
    bad: `
      model A {
        //  ^
        id        Int      @id
        changedAt DateTime @updatedAt
      }

      model B {
        //  ^
        id        Int      @id
        updatedOn DateTime
      }

      model C {
        //  ^
        id       Int      @id
        modified DateTime
      }
    `,
    fixed: `
      model A {
        id        Int      @id
        changedAt DateTime @updatedAt
        createdAt DateTime @default(now()) @db.Timestamptz(6)
      }

      model B {
        id        Int      @id
        updatedOn DateTime
        createdAt DateTime @default(now()) @db.Timestamptz(6)
      }

      model C {
        id        Int      @id
        modified  DateTime
        createdAt DateTime @default(now()) @db.Timestamptz(6)
      }
    `,
  },
  "most names with underscores make names with underscores": {
    bad: `
      model Account {
        //  ^^^^^^^
        id            Int    @id
        refresh_token String @map("refresh_token")
        access_token  String
        userId        Int
      }
    `,
    fixed: `
      model Account {
        id            Int      @id
        refresh_token String   @map("refresh_token")
        access_token  String
        userId        Int
        created_at    DateTime @default(now()) @db.Timestamptz(6)
        updated_at    DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }
    `,
  },
  "one underscore among other names is an exception": {
    bad: `
      model User {
        //  ^^^^
        id        Int    @id
        firstName String
        lastName  String
        old_name  String
      }
    `,
    fixed: `
      model User {
        id        Int      @id
        firstName String
        lastName  String
        old_name  String
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }
    `,
  },
  "half of the names is not most of them": {
    bad: `
      model User {
        //  ^^^^
        id        Int    @id
        firstName String
        last_name String
      }
    `,
    fixed: `
      model User {
        id        Int      @id
        firstName String
        last_name String
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }
    `,
  },
  "columns with underscores make columns with underscores": {
    bad: `
      model User {
        //  ^^^^
        id        Int    @id
        firstName String @map("first_name")
      }
    `,
    fixed: `
      model User {
        id        Int      @id
        firstName String   @map("first_name")
        createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @map("updated_at") @db.Timestamptz(6)
      }
    `,
  },
  "columns that are mapped otherwise do not": {
    bad: `
      model User {
        //  ^^^^
        id        Int    @id @map("user_id")
        firstName String @map("first")
      }
    `,
    fixed: `
      model User {
        id        Int      @id @map("user_id")
        firstName String   @map("first")
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }
    `,
  },
  "the neighbours show the style where the model itself does not": {
    bad: `
      model Session {
        //  ^^^^^^^
        id   Int  @id
        user User @relation(fields: [of], references: [id])
        of   Int
      }

      model User {
        id         Int       @id
        first_name String
        made_at    DateTime  @default(now())
        sessions   Session[]
      }
    `,
    fixed: `
      model Session {
        id         Int      @id
        user       User     @relation(fields: [of], references: [id])
        of         Int
        created_at DateTime @default(now()) @db.Timestamptz(6)
        updated_at DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }

      model User {
        id         Int       @id
        first_name String
        made_at    DateTime  @default(now())
        sessions   Session[]
      }
    `,
  },
  "the neighbours do not where it does": {
    bad: `
      model Session {
        //  ^^^^^^^
        id     Int  @id
        user   User @relation(fields: [userId], references: [id])
        userId Int
      }

      model User {
        id         Int       @id
        first_name String
        made_at    DateTime  @default(now())
        sessions   Session[]
      }
    `,
    fixed: `
      model Session {
        id        Int      @id
        user      User     @relation(fields: [userId], references: [id])
        userId    Int
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }

      model User {
        id         Int       @id
        first_name String
        made_at    DateTime  @default(now())
        sessions   Session[]
      }
    `,
  },
  "native types carry the name of the datasource": {
    bad: `
      datasource pg {
        provider = "cockroachdb"
      }

      model Coupon {
        //  ^^^^^^
        id BigInt @id
      }
    `,
    fixed: `
      datasource pg {
        provider = "cockroachdb"
      }

      model Coupon {
        id        BigInt   @id
        createdAt DateTime @default(now()) @pg.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @pg.Timestamptz(6)
      }
    `,
  },
  "MySQL has no such native type": {
    bad: `
      datasource db {
        provider = "mysql"
      }

      model Coupon {
        //  ^^^^^^
        id Int @id
      }
    `,
    fixed: `
      datasource db {
        provider = "mysql"
      }

      model Coupon {
        id        Int      @id
        createdAt DateTime @default(now())
        updatedAt DateTime @default(now()) @updatedAt
      }
    `,
  },
  "the key of MongoDB is not a matter of style": {
    bad: `
      datasource db {
        provider = "mongodb"
      }

      model Coupon {
        //  ^^^^^^
        id String @id @default(auto()) @map("_id") @db.ObjectId
      }
    `,
    fixed: `
      datasource db {
        provider = "mongodb"
      }

      model Coupon {
        id        String   @id @default(auto()) @map("_id") @db.ObjectId
        createdAt DateTime @default(now())
        updatedAt DateTime @default(now()) @updatedAt
      }
    `,
  },
  "a table that only joins two others is left alone, with or without a key of its own": {
    good: `
      model Member {
        user   User @relation(fields: [userId], references: [id])
        userId Int
        team   Team @relation(fields: [teamId], references: [id])
        teamId Int

        @@id([userId, teamId])
      }

      model Guest {
        id     Int  @id
        user   User @relation(fields: [userId], references: [id])
        userId Int
        team   Team @relation(fields: [teamId], references: [id])
        teamId Int
      }

      model User {
        id     Int      @id
        at     DateTime @default(now())
        teams  Member[]
        guests Guest[]
      }

      model Team {
        id     Int      @id
        at     DateTime @default(now())
        users  Member[]
        guests Guest[]
      }
    `,
  },
  "a table that joins, says more and has a key of its own is not": {
    bad: `
      model Member {
        //  ^^^^^^
        id     Int  @id
        user   User @relation(fields: [userId], references: [id])
        userId Int
        team   Team @relation(fields: [teamId], references: [id])
        teamId Int
        role   Int

        @@unique([userId, teamId])
      }

      model User {
        id    Int      @id
        at    DateTime @default(now())
        teams Member[]
      }

      model Team {
        id    Int      @id
        at    DateTime @default(now())
        users Member[]
      }
    `,
    fixed: `
      model Member {
        id        Int      @id
        user      User     @relation(fields: [userId], references: [id])
        userId    Int
        team      Team     @relation(fields: [teamId], references: [id])
        teamId    Int
        role      Int
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)

        @@unique([userId, teamId])
      }

      model User {
        id    Int      @id
        at    DateTime @default(now())
        teams Member[]
      }

      model Team {
        id    Int      @id
        at    DateTime @default(now())
        users Member[]
      }
    `,
  },
  "a table that adds to one row of another is left alone": {
    good: `
      model Profile {
        user   User   @relation(fields: [userId], references: [id])
        userId Int    @id
        bio    String
      }

      model Extra {
        id     Int    @id
        user   User   @relation(fields: [userId], references: [id])
        userId Int    @unique
        theme  String
      }

      model Address {
        id     Int    @id
        street String
        zip    String
        town   String
        user   User?
      }

      model User {
        id        Int       @id
        at        DateTime  @default(now())
        profile   Profile?
        extra     Extra?
        addressId Int       @unique
        address   Address   @relation(fields: [addressId], references: [id])
      }
    `,
  },
  "without any field there is nothing to stand behind": {
    bad: `
      model Empty {
        //  ^^^^^
      }
    `,
  },
  "without any column they stand behind the last field": {
    bad: `
      model Hub {
        //  ^^^
        hubs Hub[]
      }
    `,
    fixed: `
      model Hub {
        hubs      Hub[]
        createdAt DateTime @default(now()) @db.Timestamptz(6)
        updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }
    `,
  },
  "a table that the client ignores is left alone": {
    good: `
      model Old {
        id Int @id

        @@ignore
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id Int @unique
      }
    `,
  },
  "indentation of four and a comment behind the last field stay": {
    bad: `
      model Coupon {
        //  ^^^^^^
          id   Int    @id
          text String // printed
      }
    `,
    fixed: `
      model Coupon {
          id        Int      @id
          text      String // printed
          createdAt DateTime @default(now()) @db.Timestamptz(6)
          updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(missingTimestamps, example));

test.each([
  ["id Int @id", "Add createdAt and updatedAt"],
  ["id Int @id\n  updatedAt DateTime", "Add createdAt"],
])("the fix of { %s } says what it adds", (fields, title) => {
  const [model] = read(`model Coupon {\n  ${fields}\n}`).models;
  const [found] = model ? missingTimestamps.check(model) : [];
  expect(found?.message).toBe("Coupon does not record when its rows were created");
  expect(found?.fix?.title).toBe(title);
});
