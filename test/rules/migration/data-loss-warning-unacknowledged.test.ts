/** Edges of data-loss-warning-unacknowledged. */
import { expect, test } from "vitest";
import { dataLossWarningUnacknowledged } from "../../../src/core/rules/migration/data-loss-warning-unacknowledged.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(dataLossWarningUnacknowledged, text, user);
const header = "/*\n  Warnings:\n\n  - You are about to drop the column.\n*/\n";

test("how many statements lose data", () => {
  expect(messages(`${header}ALTER TABLE "User" DROP COLUMN "name";`)).toEqual([
    "Prisma's warning stands as it was written although a statement loses data: nothing says that anybody agreed",
  ]);
  expect(messages(`${header}ALTER TABLE "User" DROP COLUMN "name"; DROP TABLE "User";`)).toEqual([
    "Prisma's warning stands as it was written although 2 statements lose data: nothing says that anybody agreed",
  ]);
});

test("no loss, or no such comment", () => {
  expect(messages(`${header}CREATE UNIQUE INDEX "i" ON "User"("name");`)).toEqual([]);
  expect(
    messages(`/* Names are in the archive. */ ALTER TABLE "User" DROP COLUMN "name";`),
  ).toEqual([]);
});
