/** Edges of granted-to-public. */
import { expect, test } from "vitest";
import { grantedToPublic } from "../../../src/core/rules/migration/granted-to-public.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(grantedToPublic, text);

test("among other roles too", () => {
  expect(messages(`GRANT SELECT, INSERT ON "A", "B" TO app, PUBLIC;`)).toEqual([
    "Every role of the server, also of later ones, gets these rights on A and B",
  ]);
});

test("a role called so, another role, and taking rights away", () => {
  expect(messages(`GRANT SELECT ON "A" TO "PUBLIC";`)).toEqual([]);
  expect(messages(`GRANT SELECT ON "public"."A" TO app;`)).toEqual([]);
  expect(messages(`GRANT SELECT ON public.a TO app;`)).toEqual([]);
  expect(messages(`REVOKE ALL ON "A" FROM PUBLIC;`)).toEqual([]);
});

test("functions are everybody's anyway", () => {
  expect(messages("GRANT EXECUTE ON FUNCTION tidy() TO PUBLIC;")).toEqual([]);
});
