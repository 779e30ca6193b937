/** What is read from TypeScript and JavaScript: inputs and outputs, in one short notation. */
import { describe, expect, test } from "vitest";
import type { Condition, Filter, PrismaCall } from "../../src/core/query/call.ts";
import { mayCallPrisma, prismaCalls } from "../../src/core/query/prisma-calls.ts";

/** `user.findMany: email equals` – constants with `!`, what may be missing with `?`. */
function told(text: string, path = "a.ts"): string[] {
  return prismaCalls(text, path).map(tell);
}

function tell({ delegate, method, where, orderBy, cursor, distinct, takes, isWhole }: PrismaCall) {
  const sorts = orderBy.map(({ field, direction, nulls }) =>
    [`${direction === "desc" ? "-" : "+"}${field}`, nulls && `nulls ${nulls}`].filter(Boolean),
  );
  const parts = [
    filter(where),
    sorts.length > 0 ? `by ${sorts.map((sort) => sort.join(" ")).join(", ")}` : "",
    cursor.length > 0 ? `from ${cursor}` : "",
    distinct.length > 0 ? `distinct ${distinct}` : "",
    takes ? "take" : "",
    isWhole ? "" : "…",
  ].filter((part) => part !== "");
  return `${delegate}.${method}: ${parts.join("; ")}`;
}

function filter({ conditions, relations, either, isWhole }: Filter): string {
  return [
    ...conditions.map(condition),
    ...relations.map(
      (one) => `${one.field}${one.isSure ? "" : "?"} ${one.how} (${filter(one.filter)})`,
    ),
    ...either.map((alternatives) => `(${alternatives.map(filter).join(" | ")})`),
    ...(isWhole ? [] : ["unknown"]),
  ].join(", ");
}

function condition({ field, kind, isConstant, isSure, path }: Condition): string {
  const at = path ? `[${path.join(".")}]` : "";
  return `${field}${at} ${kind}${isConstant ? "!" : ""}${isSure ? "" : "?"}`;
}

/** The text as the argument of `prisma.user.findMany`. */
function asked(argument: string): string {
  return told(`prisma.user.findMany(${argument})`).join().replace("user.findMany: ", "");
}

describe("calls", () => {
  test.each([
    ["prisma.user.findMany()", "user.findMany: "],
    ["this.prisma.blogPost.count({ where: { slug } })", "blogPost.count: slug equals"],
    ["ctx.db.user.deleteMany({ where: { email } })", "user.deleteMany: email equals"],
    ["tx.user.updateMany({ where: { email }, data })", "user.updateMany: email equals"],
    ["prisma?.user?.findFirst({ where: { email } })", "user.findFirst: email equals"],
    ["prisma.user!.findFirst({ where: { email } })", "user.findFirst: email equals"],
    ["(prisma as any).user.findFirst({ where: { email } })", "user.findFirst: email equals"],
    ["getDb().user.findFirst({ where: { email } })", "user.findFirst: email equals"],
    ["db\n  .user\n  .findMany<X>({ where: { email } })", "user.findMany: email equals"],
    ["prisma.user.upsert({ where: { email }, create, update })", "user.upsert: email equals"],
    ["prisma.user.findMany(...all)", "user.findMany: unknown; …"],
    ["prisma.user.findMany(args)", "user.findMany: unknown; …"],
  ])("%s", (text, expected) => expect(told(text)).toEqual([expected]));

  test.each([
    "user.findMany({ where: { email } })",
    "prisma[model].findMany({ where: { email } })",
    "prisma.user['findMany']({ where: { email } })",
    "prisma.user.create({ data })",
    "// prisma.user.findMany({ where: { email } })",
    "const text = `prisma.user.findMany({ where: { email } })`",
    "",
  ])("not %s", (text) => expect(told(text)).toEqual([]));

  test("only on the delegates that are named", () => {
    const text = "a.user.findMany({ where: { x } }); cache.tag.findMany({ where: { x } });";
    const calls = prismaCalls(text, "a.ts", new Set(["tag"]));
    expect(calls.map(tell)).toEqual(["tag.findMany: x equals"]);
  });

  test("have a place", () => {
    const text = "// 🦊\nawait prisma.user.findMany({})";
    const [call] = prismaCalls(text, "a.ts");
    expect(text.slice(call?.start, call?.end)).toBe("user.findMany");
  });

  test.each([
    ["a.tsx", "const C = () => <p>Don't {prisma.user.count({ where: { email } })}</p>"],
    ["a.jsx", "const C = () => <p>Don't {prisma.user.count({ where: { email } })}</p>"],
    ["a.mts", "const x = <T>prisma.user.count({ where: { email } })"],
    ["a.cjs", "if (x) return prisma.user.count({ where: { email } })"],
    ["a.js", "module.exports = (a: string) => db.user.count({ where: { email } })"],
    [
      "a.ts",
      "class A { constructor(private db: Db) { this.db.user.count({ where: { email } }) } }",
    ],
    [
      "a.ts",
      "@Injectable() class A { @Get() all() { return db.user.count({ where: { email } }) } }",
    ],
    ["a.ts", "export const a = 1; export const a = db.user.count({ where: { email } })"],
  ])("in %s: %s", (path, text) => expect(told(text, path)).toEqual(["user.count: email equals"]));

  test.each(["const = prisma.user.count({ where: ", "prisma.user.count({", "\u0000.a.count("])(
    "half-typed: %s",
    (text) => expect(() => told(text)).not.toThrow(),
  );

  test("a text without any is not parsed", () => {
    expect(mayCallPrisma("const count = items.length; list.count(); a.b.create({})")).toBe(false);
    expect(mayCallPrisma("await tx.user\n    .findFirst({ where })")).toBe(true);
  });
});

describe("filters", () => {
  test.each([
    ["{ where: {} }", ""],
    ["{ where: undefined }", ""],
    ["{ where: { a: b } }", "a equals"],
    ["{ where: { a } }", "a equals"],
    ["{ where: { 'a': 1 } }", "a equals!"],
    ["{ where: { a: 'x', b: true, c: -1 } }", "a equals!, b equals!, c equals"],
    ["{ where: { a: Role.ADMIN, b: DEFAULT_KIND } }", "a equals!, b equals!"],
    ["{ where: { a: null } }", "a null"],
    ["{ where: { a: { equals: null } } }", "a null"],
    ["{ where: { a: undefined } }", ""],
    ["{ where: { a: void 0 } }", ""],
    ["{ where: { a: { equals: x } } }", "a equals"],
    ["{ where: { a: { equals: x, mode: 'insensitive' } } }", "a other"],
    ["{ where: { a: { in: ids } } }", "a in"],
    ["{ where: { a: { in: ['x', 'y'] } } }", "a in!"],
    ["{ where: { a: { notIn: ids } } }", "a other"],
    ["{ where: { a: { not: null } } }", "a other"],
    ["{ where: { a: { gte: x, lt: y } } }", "a range"],
    ["{ where: { a: { gte: x, not: null } } }", "a other, a range"],
    ["{ where: { a: { contains: x } } }", "a other"],
    ["{ where: { a: { startsWith: x, mode } } }", "a other"],
    ["{ where: { a: { has: x } } }", "a list"],
    ["{ where: { a: { hasSome: x } } }", "a list"],
    ["{ where: { a: { isEmpty: true } } }", "a other!"],
    ["{ where: { a: { array_contains: x } } }", "a array-contains"],
    ["{ where: { a: { path: ['x', 'y'], equals: z } } }", "a[x.y] json-equals"],
    ["{ where: { a: { path: ['x'], array_contains: z } } }", "a[x] json"],
    ["{ where: { a: { path: ['x', key], string_contains: z } } }", "a[x.…] json"],
    ["{ where: { a: { path: keys, gt: z } } }", "a[…] json"],
    ["{ where: { a: { path: '$.x', equals: z } } }", "a[$.x] json-equals"],
    ["{ where: { a: { ...range } } }", "unknown"],
    ["{ where: { AND: { a } } }", "a equals"],
    ["{ where: { AND: [{ a }, { b: null }] } }", "a equals, b null"],
    ["{ where: { OR: [{ a }, { b, c }] } }", "(a equals | b equals, c equals)"],
    ["{ where: { OR: [{ a }] } }", "a equals"],
    ["{ where: { OR: alternatives } }", "unknown"],
    ["{ where: { AND: [{ OR: [{ a }, { b }] }, { c }] } }", "c equals, (a equals | b equals)"],
    ["{ where: { NOT: { a } } }", ""],
    ["{ where: { a, ...rest } }", "a equals, unknown"],
    ["{ where: { a, [key]: 1 } }", "a equals, unknown"],
    ["{ where: { a, get b() { return 1 } } }", "a equals, unknown"],
    ["{ where: buildWhere(q) }", "unknown"],
    ["{ where: { a } as Prisma.UserWhereInput }", "a equals"],
    ["{ where: { a } satisfies Prisma.UserWhereInput }", "a equals"],
    ["{ where: ({ a })! }", "a equals"],
  ])("%s", (argument, expected) => expect(asked(argument)).toBe(expected));

  test.each([
    ["{ where: { ...(q && { a }) } }", "a equals?"],
    ["{ where: { ...(q ? { a } : {}) } }", "a equals?"],
    ["{ where: { ...(q ? { a } : { b }) } }", "a equals?, b equals?"],
    ["{ where: { ...(q ? { a } : undefined) } }", "a equals?"],
    ["{ where: { ...(q || {}) } }", "unknown"],
    ["{ where: { a: q ?? undefined } }", "a equals?"],
    ["{ where: { a: q ? q.id : undefined } }", "a equals?"],
    ["{ where: { a: q ? { in: q } : undefined } }", "a in?"],
    ["{ where: { a: q ? 1 : 2 } }", "a equals!"],
    ["{ where: { a: q ? null : { gt: 1 } } }", "a null?, a range!?"],
    ["{ where: { a: { in: q ? q : undefined } } }", "a in"],
    ["{ where: { a: { gte: q ?? undefined } } }", "a range"],
    ["{ where: q ? { a } : { b } }", "a equals?, b equals?"],
    ["{ where: { AND: [...(q ? [{ a }] : []), { b }] } }", "a equals?, b equals"],
    ["{ where: { AND: [...(q && [{ a }]), { b }] } }", "a equals?, b equals"],
    ["{ where: { AND: [...more, { b }] } }", "b equals, unknown"],
    ["{ where: { AND: [q && { a }, { b }] } }", "a equals?, b equals"],
    ["{ where: { ...(q && { AND: [{ a }] }) } }", "a equals?"],
    ["{ ...(q && { where: { a } }) }", "a equals, unknown"],
    ["{ where: { a }, ...paging }", "a equals; …"],
  ])("what may be missing: %s", (argument, expected) => expect(asked(argument)).toBe(expected));

  test.each([
    ["{ where: { author: { email } } }", "author is (email equals)"],
    ["{ where: { author: { is: { email } } } }", "author is (email equals)"],
    ["{ where: { author: { is: null } } }", "author is ()"],
    ["{ where: { posts: { some: { slug } } } }", "posts some (slug equals)"],
    ["{ where: { posts: { none: {} } } }", "posts none ()"],
    ["{ where: { posts: { every: { slug } } } }", "posts every (slug equals)"],
    ["{ where: { author: { team: { name: { in: names } } } } }", "author is (team is (name in))"],
    ["{ where: { ...(q && { author: { email } }) } }", "author? is (email equals)"],
    ["{ where: { a_b: { a, b } } }", "a_b is (a equals, b equals)"],
  ])("across relations: %s", (argument, expected) => expect(asked(argument)).toBe(expected));
});

describe("names of the same file", () => {
  test.each([
    ["const where = { a }; db.user.findMany({ where })", "a equals"],
    ["const where: Prisma.UserWhereInput = { a }; db.user.count({ where })", "a equals"],
    ["const filter = { a }; db.user.count({ where: { ...filter, b } })", "a equals, b equals"],
    ["const args = { where: { a }, take: 5 }; db.user.findMany(args)", "a equals; take"],
    ["const ids = [1, 2]; db.user.count({ where: { a: { in: ids } } })", "a in!"],
    ["const range = { gte: x }; db.user.count({ where: { a: range } })", "a range"],
    ["function f(where) { db.user.count({ where }) }", "unknown"],
    ["const where = { a }; function f(where) { db.user.count({ where }) }", "unknown"],
    ["function f({ where }) { db.user.count({ where }) }", "unknown"],
    ["const { where } = args; db.user.count({ where })", "unknown"],
    ["let where = { a }; where = { b }; db.user.count({ where })", "unknown"],
    ["const where = {}; if (q) where.a = q; db.user.count({ where })", "a equals?"],
    ["const where = { b }; where.a = { in: q }; db.user.count({ where })", "b equals, a in?"],
    ["const where = {}; where[key] = q; db.user.count({ where })", "unknown"],
    [
      "const where = {}; where.OR = [{ a }, { b }]; db.user.count({ where })",
      "(a equals | b equals)",
    ],
    ["{ const where = { a } } db.user.count({ where })", "unknown"],
    ["const where = { a }; { const where = { b }; db.user.count({ where }) }", "b equals"],
    ["const f = () => { const where = { a }; return db.user.count({ where }) }", "a equals"],
    ["const where = { a }; withTenant(where); db.user.count({ where })", "a equals, unknown"],
    ["const where = { a }; Object.assign(where, q); db.user.count({ where })", "a equals, unknown"],
    ["const where = { a }; console.log(where); db.user.count({ where })", "a equals"],
    [
      "const where = { a }; const x = db.user.findMany({ where }); db.user.count({ where })",
      "a equals",
    ],
    ["const and = [{ a }]; and.push({ b }); db.user.count({ where: { AND: and } })", "unknown"],
    ["const where = { AND: [] }; where.AND.push({ a }); db.user.count({ where })", "unknown"],
    ["const where = {}; each(q, (k, v) => { where[k] = v }); db.user.count({ where })", "unknown"],
    ["const ids = [1]; sort(ids); db.user.count({ where: { a: { in: ids } } })", "a in!"],
    ["import { where } from './x'; db.user.count({ where })", "unknown"],
  ])("%s", (text, expected) => {
    expect(
      told(text)
        .at(-1)
        ?.replace(/^user\.\w+: /, ""),
    ).toBe(expected);
  });
});

test.each([
  "const a = { x: a, y: a, z: a, AND: [a, a] }; db.user.count({ where: a })",
  "const a = { ...a, ...a, ...b }; const b = { ...a, ...b }; db.user.count({ where: a })",
  "const a = b; const b = a; db.user.count({ where: a, orderBy: b, distinct: a })",
  "const a = {}; a.AND = [...a.AND, a, a]; a.x = a; db.user.count({ where: a })",
])("what is made of itself ends: %s", (text) => expect(told(text)).toHaveLength(1));

describe("sorting", () => {
  test.each([
    ["{ orderBy: { a: 'asc' } }", "by +a"],
    ["{ orderBy: { a: 'desc' }, take: 5 }", "by -a; take"],
    ["{ orderBy: [{ a: 'desc' }, { b: 'asc' }] }", "by -a, +b"],
    ["{ orderBy: { a: Prisma.SortOrder.desc } }", "by -a"],
    ["{ orderBy: { a: direction } }", "by +a"],
    ["{ orderBy: { a: { sort: 'desc', nulls: 'last' } } }", "by -a nulls last"],
    ["{ orderBy: { author: { name: 'asc' } } }", "…"],
    ["{ orderBy: { posts: { _count: 'desc' } } }", "…"],
    ["{ orderBy: { [key]: 'asc' } }", "…"],
    ["{ orderBy: order }", "…"],
    ["{ orderBy: q ? { a: 'asc' } : { b: 'asc' } }", "…"],
    [
      "{ orderBy: { id: 'desc' }, take: 5, ...(q ? {} : { cursor: { id: q }, skip: 1 }) }",
      "by -id; from id; take",
    ],
    ["{ cursor: { a_b: { a, b } }, take: -5 }", "from a_b; take"],
    ["{ distinct: ['a', 'b'] }", "distinct a,b"],
    ["{ distinct: 'a' }", "distinct a"],
  ])("%s", (argument, expected) => expect(asked(argument)).toBe(expected));
});
