/** Edges of copy-from-file. */
import { expect, test } from "vitest";
import { copyFromFile } from "../../../src/core/rules/migration/copy-from-file.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(copyFromFile, text, user);

test("nobody sends rows, and no server has the file", () => {
  expect(messages(`COPY "User" FROM STDIN;`)).toEqual([
    "Nobody sends rows for User: Prisma sends the statements of the file only",
  ]);
  expect(messages(`COPY "User" ("id") FROM '/data/users.csv' WITH (FORMAT csv);`)).toEqual([
    "Reads the rows of User from a file on the server's own disk, which fails where it is not there",
  ]);
});

test("writing a file is another matter", () => {
  expect(messages(`COPY "User" TO '/data/users.csv';`)).toEqual([]);
});
