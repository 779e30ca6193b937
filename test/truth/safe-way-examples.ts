/** A migration for each safe way, with what the way is called and what its steps lock. */

export type WayExample = {
  readonly title: string;
  readonly rule: string;
  readonly before: string;
  readonly now: string;
  /** `kind name table: MODE` */
  readonly steps: readonly string[];
  /** What only people know, as SQL. */
  readonly value?: string;
  /** Run on seeded rows, which hold what the migration does not stand. */
  readonly mend?: string;
};

const blog = `
CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "email" TEXT, "age" INTEGER NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" TEXT NOT NULL, "title" TEXT, "authorId" TEXT, "size" INTEGER NOT NULL DEFAULT 0, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Post_title_idx" ON "Post"("title");
CREATE INDEX "Post_size_title_idx" ON "Post"("size" DESC, "title");
`;

export const examples: readonly WayExample[] = [
  {
    title: "Build Post_authorId_idx concurrently, in a migration of its own",
    rule: "index-not-concurrent",
    before: blog,
    now: `-- AlterTable
ALTER TABLE "Post" ADD COLUMN     "views" INTEGER;

-- CreateIndex
CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`,
    steps: ["migration create_Post_authorId_idx Post: SHARE UPDATE EXCLUSIVE"],
  },
  {
    title: "Build 2 indexes of Post concurrently, each in a migration of its own",
    rule: "index-not-concurrent",
    before: blog,
    now: `CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
-- CreateIndex
CREATE INDEX "Post_size_idx" ON "Post"("size");
`,
    steps: ["migration create_Post_size_idx Post: SHARE UPDATE EXCLUSIVE"],
  },
  {
    title: "Build User_email_key concurrently, in a migration of its own",
    rule: "index-not-concurrent",
    before: blog,
    now: `-- CreateTable
CREATE TABLE "Login" ("id" TEXT NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "Login_pkey" PRIMARY KEY ("id"));

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- AddForeignKey
ALTER TABLE "Login" ADD CONSTRAINT "Login_email_fkey" FOREIGN KEY ("email") REFERENCES "User"("email") ON DELETE CASCADE ON UPDATE CASCADE;
`,
    steps: [
      "migration create_User_email_key User: SHARE UPDATE EXCLUSIVE",
      "migration after_create_User_email_key Login: SHARE ROW EXCLUSIVE, User: SHARE ROW EXCLUSIVE",
    ],
    mend: `UPDATE "User" SET "email" = "id"`,
  },
  {
    title: "Drop Post_title_idx concurrently, in a migration of its own",
    rule: "index-dropped-not-concurrently",
    before: blog,
    now: `-- DropIndex
DROP INDEX "Post_title_idx";

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "city" TEXT;
`,
    steps: ["migration drop_Post_title_idx Post: SHARE UPDATE EXCLUSIVE"],
  },
  {
    title: "Add Post_authorId_fkey NOT VALID, and validate it in the next migration",
    rule: "foreign-key-validated-at-once",
    before: blog,
    now: `-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`,
    steps: ["migration validate_Post_authorId_fkey Post: SHARE UPDATE EXCLUSIVE, User: ROW SHARE"],
  },
  {
    title: "Add size_positive NOT VALID, and validate it in the next migration",
    rule: "check-validated-at-once",
    before: blog,
    now: `ALTER TABLE "Post" ADD COLUMN "views" INTEGER, ADD CONSTRAINT size_positive CHECK ("size" > -1);`,
    steps: ["migration validate_size_positive Post: SHARE UPDATE EXCLUSIVE"],
  },
  {
    title: "Make email required through a check that is validated first",
    rule: "set-not-null-scans-table",
    before: blog,
    now: `/*
  Warnings:

  - Made the column \`email\` on table \`User\` required.

*/
-- AlterTable
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL,
ALTER COLUMN "age" SET DEFAULT 18;
`,
    steps: [
      "script backfill User: ROW EXCLUSIVE",
      "migration validate_User_email_present User: SHARE UPDATE EXCLUSIVE",
      "migration require_email User: ACCESS EXCLUSIVE",
    ],
    value: "'nobody@example.com'",
  },
  {
    title: "Add country nullable, fill it in batches, and make it required at the end",
    rule: "required-column-without-default",
    before: blog,
    now: `-- AlterTable
ALTER TABLE "User" ADD COLUMN     "country" VARCHAR(2) NOT NULL,
ADD COLUMN     "city" TEXT;

-- CreateIndex
CREATE INDEX "User_country_idx" ON "User"("country");
`,
    steps: [
      "script backfill User: ROW EXCLUSIVE",
      "migration add_User_country_present User: ACCESS EXCLUSIVE",
      "migration validate_User_country_present User: SHARE UPDATE EXCLUSIVE",
      "migration require_country User: ACCESS EXCLUSIVE",
    ],
    value: "'NL'",
  },
  {
    title: "Add token nullable, fill it in batches, and make it required at the end",
    rule: "volatile-default-rewrites-table",
    before: blog,
    now: `ALTER TABLE "User" ADD COLUMN "token" UUID NOT NULL DEFAULT gen_random_uuid();`,
    steps: [
      "script backfill User: ROW EXCLUSIVE",
      "migration add_User_token_present User: ACCESS EXCLUSIVE",
      "migration validate_User_token_present User: SHARE UPDATE EXCLUSIVE",
      "migration require_token User: ACCESS EXCLUSIVE",
    ],
  },
  {
    title:
      "Build User_email_key concurrently first, and make it a constraint in the next migration",
    rule: "unique-constraint-scans-table",
    before: blog,
    now: `ALTER TABLE "User" ADD CONSTRAINT "User_email_key" UNIQUE ("email");`,
    steps: ["migration add_User_email_key User: ACCESS EXCLUSIVE"],
    mend: `UPDATE "User" SET "email" = "id"`,
  },
  {
    title:
      "Build User_pkey_new concurrently first, and make it the primary key in the next migration",
    rule: "primary-key-builds-index",
    before: blog,
    now: `ALTER TABLE "User" DROP CONSTRAINT "User_pkey",
ADD CONSTRAINT "User_pkey" PRIMARY KEY ("id", "age");
`,
    steps: ["migration add_User_pkey User: ACCESS EXCLUSIVE"],
  },
  {
    title: "Keep name beside fullName until nobody asks for it, and copy its values",
    rule: "probable-column-rename",
    before: blog,
    now: `-- AlterTable
ALTER TABLE "User" DROP COLUMN "name",
ADD COLUMN     "fullName" TEXT;
`,
    steps: [
      "script backfill_fullName User: ROW EXCLUSIVE",
      "migration drop_name User: ACCESS EXCLUSIVE",
    ],
  },
  {
    title: "Keep age beside years until nobody asks for it, and copy its values",
    rule: "probable-column-rename",
    before: blog,
    now: `-- AlterTable
ALTER TABLE "User" DROP COLUMN "age",
ADD COLUMN     "years" INTEGER NOT NULL DEFAULT 18;
`,
    steps: [
      "script backfill_years User: ROW EXCLUSIVE",
      "migration add_User_years_present User: ACCESS EXCLUSIVE",
      "migration validate_User_years_present User: SHARE UPDATE EXCLUSIVE",
      "migration drop_age User: ACCESS EXCLUSIVE",
    ],
  },
  {
    title: "Give size the new type through a second column, and swap the two at the end",
    rule: "type-change-rewrites-table",
    before: blog,
    now: `-- AlterTable
ALTER TABLE "Post" ALTER COLUMN "size" SET DATA TYPE BIGINT,
ALTER COLUMN "title" SET DEFAULT 'none';
`,
    steps: [
      "script backfill_size_new Post: ROW EXCLUSIVE",
      "migration add_Post_size_new_present Post: ACCESS EXCLUSIVE",
      "migration validate_Post_size_new_present Post: SHARE UPDATE EXCLUSIVE",
      "migration create_Post_size_title_idx_new_idx Post: SHARE UPDATE EXCLUSIVE",
      "migration swap_size Post: ACCESS EXCLUSIVE",
    ],
  },
  {
    title: "Give ownerId the new type through a second column, and swap the two at the end",
    rule: "type-change-rewrites-table",
    before: `CREATE TABLE "Owner" ("id" BIGINT NOT NULL, CONSTRAINT "Owner_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Thing" ("id" TEXT NOT NULL, "ownerId" INTEGER, CONSTRAINT "Thing_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "Thing_ownerId_key" ON "Thing"("ownerId");
ALTER TABLE "Thing" ADD CONSTRAINT "Thing_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`,
    now: `ALTER TABLE "Thing" ALTER COLUMN "ownerId" SET DATA TYPE BIGINT;`,
    steps: [
      "script backfill_ownerId_new Thing: ROW EXCLUSIVE",
      "migration create_Thing_ownerId_key_new_idx Thing: SHARE UPDATE EXCLUSIVE",
      "migration add_Thing_ownerId_fkey_new_fkey Thing: SHARE ROW EXCLUSIVE, Owner: SHARE ROW EXCLUSIVE",
      "migration validate_Thing_ownerId_fkey_new_fkey Thing: SHARE UPDATE EXCLUSIVE, Owner: ROW SHARE",
      "migration swap_ownerId Thing: ACCESS EXCLUSIVE, Owner: ACCESS EXCLUSIVE",
    ],
  },
  {
    title: "Move to the new Role through second columns, and swap them at the end",
    rule: "enum-value-removed",
    before: `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "User_role_idx" ON "User"("role");
`,
    now: `-- AlterEnum
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN');
ALTER TABLE "public"."User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "public"."Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';
COMMIT;
`,
    steps: [
      "script backfill_role_new User: ROW EXCLUSIVE",
      "migration add_User_role_new_present User: ACCESS EXCLUSIVE",
      "migration validate_User_role_new_present User: SHARE UPDATE EXCLUSIVE",
      "migration create_User_role_idx_new_idx User: SHARE UPDATE EXCLUSIVE",
      "migration swap_Role User: ACCESS EXCLUSIVE",
    ],
    mend: `UPDATE "User" SET "role" = 'USER'`,
  },
  {
    title: "Use the new value in a migration that follows",
    rule: "enum-value-used-in-same-transaction",
    before: `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
`,
    now: `-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'GUEST';

-- AlterTable
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST';
`,
    steps: ["migration use_new_enum_value User: ACCESS EXCLUSIVE"],
  },
  {
    title: "Add slug without UNIQUE, and build User_slug_key concurrently",
    rule: "unique-added-with-column",
    before: blog,
    now: `ALTER TABLE "User" ADD COLUMN "slug" TEXT UNIQUE, ADD COLUMN "city" TEXT;`,
    steps: [
      "migration create_User_slug_key User: SHARE UPDATE EXCLUSIVE",
      "migration add_User_slug_key User: ACCESS EXCLUSIVE",
    ],
  },
  {
    title: "Add User_height_check NOT VALID, and validate it in the next migration",
    rule: "check-added-with-column",
    before: blog,
    now: `ALTER TABLE "User" ADD COLUMN "height" INTEGER DEFAULT 1 CHECK ("height" > 0);`,
    steps: ["migration validate_User_height_check User: SHARE UPDATE EXCLUSIVE"],
  },
  {
    title: "Drop the 2 foreign keys of Like first, each in a migration of its own",
    rule: "table-dropped",
    before: `${blog}CREATE TABLE "Like" ("userId" TEXT NOT NULL REFERENCES "User"("id"), "postId" TEXT NOT NULL REFERENCES "Post"("id"));`,
    now: `-- DropTable\nDROP TABLE "Like";\n`,
    steps: [
      "migration drop_Like_postId_fkey Like: ACCESS EXCLUSIVE, Post: ACCESS EXCLUSIVE",
      "migration drop_Like Like: ACCESS EXCLUSIVE",
    ],
  },
];
