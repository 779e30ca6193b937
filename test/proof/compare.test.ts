/** What counts as a difference between what was predicted of a statement and what was seen. */
import { expect, test } from "vitest";
import type { Effects } from "../../src/core/sql/effect.ts";
import { differences, type Seen } from "../../src/proof/compare.ts";

const nothing: Effects = {
  locks: [],
  rewrites: [],
  scans: [],
  reads: [],
  builds: [],
  losses: [],
  risks: [],
  isUnknown: false,
};

const user = { name: "public.User", kind: "table" } as const;
const index = { name: "public.User_pkey", kind: "index" } as const;

test.each<[string, Partial<Effects>, Partial<Seen>, string[]]>([
  ["nothing and nothing", {}, {}, []],
  [
    "the same",
    { locks: [{ ...user, mode: "SHARE" }], rewrites: [index], scans: ["public.User"] },
    { locks: [{ ...user, mode: "SHARE" }], rewrites: [index], scans: ["public.User"] },
    [],
  ],
  [
    "another mode",
    { locks: [{ ...user, mode: "SHARE" }] },
    { locks: [{ ...user, mode: "ACCESS EXCLUSIVE" }] },
    ["lock table public.User: predicted SHARE, observed ACCESS EXCLUSIVE"],
  ],
  [
    "a lock that was not taken",
    { locks: [{ ...user, mode: "SHARE" }] },
    {},
    ["lock table public.User: predicted SHARE, observed none"],
  ],
  [
    "a lock that nobody foresaw",
    {},
    { locks: [{ ...user, mode: "ACCESS SHARE" }] },
    ["lock table public.User: predicted none, observed ACCESS SHARE"],
  ],
  [
    "a lock that needs rows",
    { locks: [{ ...user, mode: "ROW SHARE", ifRowsMatch: true }] },
    {},
    [],
  ],
  [
    "a lock that is stronger than rows explain",
    { locks: [{ ...user, mode: "ROW SHARE", ifRowsMatch: true }] },
    { locks: [{ ...user, mode: "SHARE" }] },
    ["lock table public.User: predicted ROW SHARE, observed SHARE"],
  ],
  ["a weak lock of an index", {}, { locks: [{ ...index, mode: "ROW EXCLUSIVE" }] }, []],
  [
    "a strong lock of an index",
    {},
    { locks: [{ ...index, mode: "ACCESS EXCLUSIVE" }] },
    ["lock index public.User_pkey: predicted none, observed ACCESS EXCLUSIVE"],
  ],
  ["a sequence", {}, { locks: [{ name: "public.s", kind: "sequence", mode: "SHARE" }] }, []],
  [
    "rewrites",
    { rewrites: [user] },
    { rewrites: [index] },
    ["rewrite table public.User: only predicted", "rewrite index public.User_pkey: only observed"],
  ],
  [
    "scans",
    { scans: ["public.User"], reads: ["public.Post"] },
    { scans: ["public.Post", "public.Tag"] },
    ["scan public.User: only predicted", "scan public.Tag: only observed"],
  ],
])("%s", (_, predicted, seen, expected) => {
  expect(
    differences({ ...nothing, ...predicted }, { locks: [], rewrites: [], scans: [], ...seen }),
  ).toEqual(expected);
});

test("reading alone may be left out", () => {
  const seen: Seen = { locks: [{ ...user, mode: "ACCESS SHARE" }], rewrites: [], scans: [] };
  expect(differences(nothing, seen, "ROW SHARE")).toEqual([]);
});
