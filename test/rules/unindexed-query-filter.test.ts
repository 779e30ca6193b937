/** Edges of unindexed-query-filter that users need not read, one per branch of the rule. */
import { describe, expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { evidenceOf } from "../../src/core/query/evidence.ts";
import { queriedModels } from "../../src/core/rules/queried-model.ts";
import { unindexedQueryFilter } from "../../src/core/rules/query/unindexed-query-filter.ts";
import { callsIn, checkExample, read } from "../support/examples.ts";

/** A shop in which only what a case is about has no index. */
const shop = `
enum Status {
  OPEN
  PAID
}

model Customer {
  id      Int     @id
  email   String
  phone   String  @unique
  teamId  Int?
  team    Team?   @relation(fields: [teamId], references: [id])
  orders  Order[]

  @@index([teamId])
}

model Team {
  id        Int        @id
  name      String
  customers Customer[]
}

model Order {
  id         Int       @id
  number     String
  reference  String
  status     Status
  isGift     Boolean
  country    String
  notes      String[]
  extra      Json
  total      Decimal
  placedAt   DateTime
  closedAt   DateTime?
  customerId Int
  customer   Customer  @relation(fields: [customerId], references: [id])
  shipped    DateTime

  @@index([customerId])
  @@index([status, placedAt])
  @@index([shipped])
}
`;

/** `Order @@index([number]): 1 of 2` for each finding. */
function told(code: string, schema = shop): string[] {
  const subjects = queriedModels(read(schema), evidenceOf(callsIn("src/a.ts", code)));
  return subjects.flatMap(({ model, lookups }) =>
    [...unindexedQueryFilter.check({ model, lookups })].map(({ fix }) => {
      const [, index, served] = /^Add (.*): serves (.*) quer/.exec(fix?.title ?? "") ?? [];
      return `${model.shape.name} ${index}: ${served}`;
    }),
  );
}

const many = (where: string, more = "") => `db.order.findMany({ where: { ${where} }${more} });`;
const number = ["Order @@index([number]): 1 of 1"];

describe("one call", () => {
  test.each([
    ["number", number],
    ["number: { equals: x }", number],
    ["number: { in: numbers }", number],
    ["number: x as string", number],
    ["number, isGift: true", ["Order @@index([number, isGift]): 1 of 1"]],
    ["number, total: { gt: 5 }", ["Order @@index([number, total]): 1 of 1"]],
    ["number, closedAt: null", number],
    ["number, reference: { contains: x }", number],
    ["number, NOT: { reference }", number],
    ["number, notes: { has: x }", number],
    ["number, ...(q && { country: q })", number],
    ["...(q && { number: q })", number],
    ["country, number, reference", ["Order @@index([number, reference, country]): 1 of 1"]],
    [
      "number, reference, status: 'OPEN', isGift",
      ["Order @@index([number, reference, status]): 1 of 1"],
    ],
    ["number, customer: { team: { is: null } }", number],
    ["number, customer: { name: 'x' }", []],
  ])("%s", (where, expected) => expect(told(many(where))).toEqual(expected));

  test.each([
    ["a primary key narrows", "id, number"],
    ["a unique does", "customer: { phone }"],
    ["an index does", "shipped: { gte: x }, number"],
    ["one that may be asked for is given the benefit", "...(q && { id: q }), number"],
    ["a foreign key does", "customerId, number"],
    ["a foreign key of a related row does", "customer: { teamId }, number"],
    ["a Boolean is no reason", "isGift: true"],
    ["an enum is none", "status"],
    ["a column of categories is none", "country"],
    ["a fixed word is none", "number: 'home'"],
    ["nor is one from an enum", "number: Kind.Home"],
    ["nor is null", "number: null"],
    ["a point in time is not met by chance", "placedAt"],
    ["a range alone is no reason", "placedAt: { lt: x }, total: { gt: 5 }"],
    ["contains needs another index", "number: { contains: x }"],
    ["so does a comparison without case", "number: { equals: x, mode: 'insensitive' }"],
    ["not leads nowhere", "number: { not: x }"],
    ["a filter that is not known in full may be narrow", "number, ...rest"],
    ["a field that is not there means another model", "number, colour"],
    ["a relation that is not there too", "number, courier: { name }"],
    ["nor a Json column", "extra: { equals: x }"],
    ["nor is a list", "notes: { equals: x }"],
    ["a filter from elsewhere on a relation", "number, customer: who"],
    ["the other side of a filter is no index", "customer: { orders: { none: { number } } }"],
  ])("%s", (_, where) => expect(told(many(where))).toEqual([]));

  test.each([
    "findFirst",
    "findFirstOrThrow",
    "count",
    "aggregate",
    "groupBy",
    "updateMany",
    "deleteMany",
  ])("of %s", (method) =>
    expect(told(`db.order.${method}({ where: { number } })`)).toEqual(number),
  );

  test.each(["findUnique", "findUniqueOrThrow", "update", "upsert", "delete"])(
    "%s has a key",
    (method) => expect(told(`db.order.${method}({ where: { number } })`)).toEqual([]),
  );
});

describe("an index whose first column has few values", () => {
  const schema = `
    model A {
      id     Int     @id
      isNew  Boolean
      code   String
      name   String
      @@index([isNew, code])
    }`;

  test("serves when the next column is asked for as well", () => {
    expect(told("db.a.findMany({ where: { isNew: true, code } })", schema)).toEqual([]);
  });

  test("serves when there is nothing more to ask", () => {
    expect(told("db.a.findMany({ where: { isNew: true } })", schema)).toEqual([]);
  });

  test("does not lead to another column", () => {
    const code = "db.a.findMany({ where: { isNew: true, name } })";
    expect(told(code, schema)).toEqual(["A @@index([name, isNew]): 1 of 1"]);
  });
});

describe("across relations", () => {
  test("the table that is filtered lacks the index", () => {
    expect(told(many("customer: { email }"))).toEqual(["Customer @@index([email]): 1 of 1"]);
    expect(told(many("customer: { team: { name } }"))).toEqual(["Team @@index([name]): 1 of 1"]);
    const some = "db.customer.findMany({ where: { orders: { some: { number } } } })";
    expect(told(some)).toEqual(number);
  });

  test("one index on the way is enough", () => {
    expect(told(many("number, customer: { email }"))).toEqual(number);
    expect(told(many("customer: { email, team: { id } }"))).toEqual([]);
  });
});

describe("OR", () => {
  test("wants an index for each alternative", () => {
    expect(told(many("OR: [{ number }, { reference }]"))).toEqual([
      "Order @@index([number]): 1 of 1",
      "Order @@index([reference]): 1 of 1",
    ]);
    expect(told(many("OR: [{ number }, { id }]"))).toEqual(number);
  });

  test.each([
    "OR: [{ number }, { isGift: true }]",
    "OR: [{ number }, { reference: { contains: x } }]",
    "OR: [{ number }, ...more]",
    "OR: [{ number }, { OR: [{ id }, { reference }] }]",
    "AND: [{ OR: [{ number }, { id }] }, { OR: [{ reference }, { id }] }]",
    "customerId, OR: [{ number }, { reference }]",
  ])("says nothing for %s", (where) => expect(told(many(where))).toEqual([]));

  test("beside something that leads to the rows does not matter", () => {
    expect(told(many("number, OR: [{ isGift: true }, { country }]"))).toEqual(number);
  });
});

describe("sorting", () => {
  const top = (sort: string, where = "{}") =>
    `db.order.findMany({ where: ${where}, orderBy: ${sort}, take: 20 })`;

  test.each([
    [top("{ closedAt: 'desc' }"), ["Order @@index([closedAt]): 1 of 1"]],
    [top("[{ closedAt: 'desc' }, { id: 'asc' }]"), ["Order @@index([closedAt]): 1 of 1"]],
    [top("{ closedAt: 'asc' }", "{ isGift: true }"), ["Order @@index([isGift, closedAt]): 1 of 1"]],
    [top("{ total: 'asc' }", "{ closedAt: null }"), ["Order @@index([total]): 1 of 1"]],
    ["db.order.findFirst({ orderBy: { total: 'desc' } })", ["Order @@index([total]): 1 of 1"]],
    [top("{ total: { sort: 'desc', nulls: 'first' } }"), ["Order @@index([total]): 1 of 1"]],
    [
      many("number", ", orderBy: { total: 'asc' }, take: 5"),
      ["Order @@index([number, total]): 1 of 1"],
    ],
    [many("number", ", orderBy: { total: 'asc' }"), number],
  ])("%s", (code, expected) => expect(told(code)).toEqual(expected));

  test.each([
    ["all rows are read anyway", "db.order.findMany({ orderBy: { closedAt: 'desc' } })"],
    ["an index has the order", top("{ shipped: 'desc' }")],
    ["the key has", top("{ id: 'desc' }")],
    ["one behind the filter has", top("{ placedAt: 'desc' }", "{ status }")],
    ["the filter leads to few rows", top("{ total: 'desc' }", "{ customerId }")],
    [
      "it is not known how many rows the filter leaves",
      top("{ total: 'desc' }", "{ number: { contains: q } }"),
    ],
    ["nulls are elsewhere in an index", top("{ closedAt: { sort: 'desc', nulls: 'last' } }")],
    ["few values make no order", top("{ isGift: 'desc' }")],
    ["related rows are no column", top("{ customer: { email: 'asc' } }")],
    ["the model has no such column", top("{ colour: 'asc' }")],
    ["counts are not sorted", "db.order.count({ orderBy: { total: 'asc' } })"],
  ])("%s", (_, code) => expect(told(code)).toEqual([]));

  test("lookups share an index when they differ in what they compare", () => {
    const code = top("{ total: 'asc' }", "{ isGift: true }") + top("{ total: 'desc' }");
    expect(told(code)).toEqual(["Order @@index([total]): 2 of 2"]);
  });
});

describe("several calls", () => {
  test("share the index that serves most of them", () => {
    const code = [
      many("number, reference"),
      many("number, status, closedAt: { gt: x }"),
      many("number, status"),
      many("reference"),
      many("customerId"),
      many("customerId, number"),
    ].join("\n");
    expect(told(code)).toEqual([
      "Order @@index([number, status]): 3 of 6",
      "Order @@index([reference]): 1 of 6",
    ]);
  });

  test("have one finding, with the places", () => {
    const code = `${many("number")}\n  ${many("number")}`;
    const [subject] = queriedModels(read(shop), evidenceOf(callsIn("/src/a.ts", code)));
    const found = subject ? [...unindexedQueryFilter.check(subject)] : [];
    expect(found.map(({ message }) => message)).toEqual([
      "2 queries filter Order by number, and no index begins with it",
    ]);
    expect(found[0]?.related).toEqual([
      {
        message: "order.findMany filters by number",
        place: {
          path: "/src/a.ts",
          start: { offset: 3, line: 0, column: 3 },
          end: { offset: 17, line: 0, column: 17 },
        },
      },
      expect.objectContaining({
        place: expect.objectContaining({ start: expect.objectContaining({ line: 1, column: 5 }) }),
      }),
    ]);
  });

  test("show at most ten places", () => {
    const [subject] = queriedModels(
      read(shop),
      evidenceOf(callsIn("a.ts", many("number").repeat(30))),
    );
    const [found] = subject ? [...unindexedQueryFilter.check(subject)] : [];
    expect(found?.message).toMatch(/^30 queries/);
    expect(found?.related).toHaveLength(10);
  });
});

describe("other tables", () => {
  test.each([
    ["a view has no index", "view Order {\n  number String\n}"],
    ["MySQL is not known well enough", `datasource db {\n  provider = "mysql"\n}\n${shop}`],
    [
      "a pair that has a rule of its own",
      "model Order {\n  id Int @id\n  number String\n  itemId Int\n  itemType String\n}",
    ],
    [
      "a partial index may be meant for it",
      'model Order {\n  id Int @id\n  number String\n  itemId Int\n  itemType String\n  @@index([number], where: raw("x"))\n}',
    ],
  ])("%s", (_, schema) => {
    expect(told(many("number, itemId, itemType"), schema)).toEqual([]);
  });
});

test("an unchanged model stays the same subject", () => {
  const schema = read(shop);
  const evidence = evidenceOf(callsIn("a.ts", many("number, customer: { email }")));
  expect(queriedModels(schema, evidence)).toEqual(queriedModels(schema, evidence));
  const [first] = queriedModels(schema, evidence);
  expect(queriedModels(schema, evidence)[0]).toBe(first);
});

const cases: Record<string, Example> = {
  "names keep their mapping, and other attributes their place": {
    code: "db.order.findMany({ where: { email } })",
    bad: `
      model Order {
        id    Int    @id
        kind  String
        email String @map("e_mail")
      //^^^^^

        @@index([kind])
        @@map("orders")
      }
    `,
    fixed: `
      model Order {
        id    Int    @id
        kind  String
        email String @map("e_mail")

        @@index([kind])
        @@index([email])
        @@map("orders")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(unindexedQueryFilter, example));
