/** What a diagram says of a schema: rows, relations of every kind, places, findings, groups. */
import { describe, expect, test } from "vitest";
import type { Source } from "../../src/core/base/text.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { placeOf, shownAt } from "../../src/core/diagram/origin.ts";
import { defaults } from "../../src/core/lint/config.ts";
import type { Verdict } from "../../src/core/lint/rule.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { diagramFrom, relationsIn, schemaOf } from "./schemas.ts";

describe("rows", () => {
  test("types as written, keys, what they refer to, documentation", () => {
    const { entities } = diagramFrom(`
      model A {
        /// What it is called.
        /// @tag for tools
        ///
        /// More.
        name String? @unique @db.VarChar(20) /// behind
        a Int
        b Int
        role Role @default(X)
        roles Role[]
        search Unsupported("tsvector")?
        me A? @relation(fields: [b], references: [a])
        half
        strange Unknown
        @@id([a, b])
        @@unique([a, role])
        @@index([role])
      }
      enum Role { 
        X 
      }`);
    const [a] = entities;
    expect(
      a?.rows.map((row) =>
        [
          row.name,
          row.type,
          row.isPrimary && "PK",
          row.isForeign && "FK",
          row.isUnique && "UK",
          row.refersTo,
          row.doc,
        ]
          .filter(Boolean)
          .join(" "),
      ),
    ).toEqual([
      "name String? UK What it is called.",
      "a Int PK",
      "b Int PK FK",
      "role Role Role",
      "roles Role[] Role",
      'search Unsupported("tsvector")?',
      "strange Unknown",
    ]);
    expect(a?.indexes?.map(({ kind, rows }) => `${kind} ${rows}`)).toEqual([
      "unique name",
      "primary-key a,b",
      "unique a,role",
      "index role",
    ]);
  });

  test("a second block of the same name is left out", () => {
    const { entities, relations } = diagramFrom(`
      model A {
        id Int @id
      }
      model A {
        id Int @id
        aId Int
        a A @relation(fields: [aId], references: [id])
      }
      enum A {
        X
      }`);
    expect(entities.map(({ rows }) => rows.length)).toEqual([1]);
    expect(relations).toEqual([]);
  });
});

describe("relations", () => {
  test.each([
    [
      "a foreign key, optional",
      "model A {\n id Int @id\n b B? @relation(fields: [bId], references: [id])\n bId Int?\n}\nmodel B {\n id Int @id\n as A[]\n}",
      ["A.b many → zero-or-one B.as (bId → id)"],
    ],
    [
      "one to one",
      "model A {\n id Int @id\n b B @relation(fields: [bId], references: [id])\n bId Int @unique\n}\nmodel B {\n id Int @id\n a A?\n}",
      ["A.b zero-or-one → one B.a (bId → id)"],
    ],
    [
      "no other side yet",
      "model A {\n id Int @id\n b B @relation(fields: [bId], references: [id])\n bId Int\n}\nmodel B {\n id Int @id\n}",
      ["A.b many → one B.? (bId → id)"],
    ],
    [
      "a list without its other side",
      "model A {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n}",
      ["B.? many → zero-or-one A.bs"],
    ],
    [
      "both sides, no key yet, once",
      "model A {\n id Int @id\n b B\n}\nmodel B {\n id Int @id\n as A[]\n}",
      ["A.b many → one B.as"],
    ],
    [
      "two single sides, no key yet, once",
      "model A {\n id Int @id\n b B?\n}\nmodel B {\n id Int @id\n a A\n}",
      ["B.a zero-or-one → one A.b"],
    ],
    [
      "a key that does not exist",
      "model A {\n id Int @id\n b B @relation(fields: [nope], references: [id])\n}\nmodel B {\n id Int @id\n as A[]\n}",
      ["A.b many → one B.as"],
    ],
    [
      "a hidden join table, once",
      "model Z {\n id Int @id\n bs B[]\n}\nmodel B {\n id Int @id\n zs Z[]\n}",
      ["B.zs many → many Z.bs implicit"],
    ],
    [
      "a hidden join table with itself, once",
      'model A {\n id Int @id\n y A[] @relation("x")\n x A[] @relation("x")\n}',
      ["A.x many → many A.y implicit"],
    ],
    [
      "a tree",
      'model A {\n id Int @id\n up A? @relation("t", fields: [upId], references: [id])\n upId Int?\n down A[] @relation("t")\n}',
      ["A.up many → zero-or-one A.down (upId → id)"],
    ],
    [
      "two between the same models",
      'model A {\n id Int @id\n b B @relation("1", fields: [bId], references: [id])\n bId Int\n c B @relation("2", fields: [cId], references: [id])\n cId Int\n}\nmodel B {\n id Int @id\n x A[] @relation("1")\n y A[] @relation("2")\n}',
      ["A.b many → one B.x (bId → id)", "A.c many → one B.y (cId → id)"],
    ],
    [
      "several columns",
      "model A {\n id Int @id\n b B @relation(fields: [x, y], references: [x, y])\n x Int\n y Int\n}\nmodel B {\n x Int\n y Int\n as A[]\n @@id([x, y])\n}",
      ["A.b many → one B.as (x y → x y)"],
    ],
    [
      "composite types",
      'datasource db {\n provider = "mongodb"\n}\nmodel A {\n id Int @id\n t T?\n ts T[]\n}\ntype T {\n u U\n}\ntype U {\n x Int\n}',
      [
        "A.t one → zero-or-one T.? (t) composite",
        "A.ts one → many T.? (ts) composite",
        "T.u one → one U.? (u) composite",
      ],
    ],
    [
      "keys in lists",
      'datasource db {\n provider = "mongodb"\n}\nmodel A {\n id Int @id\n bIds Int[]\n bs B[] @relation(fields: [bIds], references: [id])\n}\nmodel B {\n id Int @id\n aIds Int[]\n as A[] @relation(fields: [aIds], references: [id])\n}',
      ["A.bs many → many B.as (bIds → aIds) implicit"],
    ],
  ])("%s", (_, text, expected) => {
    const diagram = diagramFrom(text);
    expect(relationsIn(diagram)).toEqual(expected);
    expect(new Set(diagram.relations.map(({ id }) => id)).size).toBe(expected.length);
  });

  test("actions, the index that serves, the place", () => {
    const text = `model A {
  id Int @id
  b  B   @relation("x", fields: [bId], references: [id], onDelete: Cascade)
  bId Int
  c  B   @relation("y", fields: [cId], references: [id])
  cId Int
  @@index([bId, id])
}
model B {
  id Int @id
  x A[] @relation("x")
  y A[] @relation("y")
}
`;
    const [x, y] = diagramFrom(text).relations;
    expect(x).toMatchObject({
      name: "x",
      onDelete: "Cascade",
      onUpdate: "Cascade",
      servedBy: "@@index([bId, id])",
    });
    expect(y).toMatchObject({ name: "y", onDelete: "Restrict", servedBy: undefined });
    expect(text.slice(x?.at.start, x?.at.end)).toBe("b");
    expect(x?.id).toBe("A.b B.x x");
    const [inMySql] = diagramFrom(
      `datasource db {\n provider = "mysql"\n}\n${text.replace("@@index", "// ")}`,
    ).relations;
    expect(inMySql?.servedBy).toBe("an index of MySQL's own");
  });
});

describe("findings, groups, places", () => {
  const files = [
    [
      "prisma/schema/billing.prisma",
      '/// @namespace Money\n/// All of it.\nmodel BillingAccount {\n  id Int @id\n  price Float\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}\n\nmodel BillingItem {\n  id Int @id\n}\n\nmodel BillingPlan {\n  id Int @id\n  @@schema("x")\n}\n',
    ],
    [
      "prisma/schema/user.prisma",
      "// first\n\nmodel User {\n  id Int @id\n  accounts BillingAccount[]\n}\n\nenum BillingKind {\n  A\n}\n",
    ],
  ] as const;
  const schema = schemaOf(files);
  const byPiece = new Map<Source, Verdict[]>();
  for (const { verdicts } of schemaChecker(defaults)(schema).files) {
    for (const verdict of verdicts) {
      byPiece.set(verdict.at.source, [...(byPiece.get(verdict.at.source) ?? []), verdict]);
    }
  }
  const diagram = diagramOf(schema, (piece) => byPiece.get(piece));
  const account = diagram.entities[0];

  test("findings are counted by block and by row, those of a relation at its key", () => {
    const total = (counts: object | undefined) =>
      Object.values(counts ?? {}).reduce((a, b) => a + b, 0);
    const verdicts = byPiece.get(schema.models[0]?.shape.block ?? { text: "" });
    expect(verdicts?.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["money-as-float", "unindexed-foreign-key"]),
    );
    expect(total(account?.counts)).toBe(verdicts?.length);
    expect(account?.rows.map(({ name, counts }) => `${name} ${total(counts)}`)).toEqual([
      "id 0",
      "price 1",
      "userId 1",
    ]);
  });

  test("groups", () => {
    expect(diagram.entities.map(({ groups }) => Object.values(groups).join())).toEqual([
      ",Money,billing,Billing",
      ",,billing,Billing",
      "x,,billing,Billing",
      ",,user,",
    ]);
    expect(diagram.enums[0]?.groups).toEqual({
      schema: undefined,
      namespace: undefined,
      file: "user",
      prefix: "Billing",
    });
    expect(account?.doc).toBe("All of it.");
  });

  test("places are those of names, and the way back", () => {
    for (const { id, at, rows } of diagram.entities) {
      const text = files.find(([path]) => path === at.file)?.[1] ?? "";
      expect(text.slice(at.start, at.end)).toBe(id);
      expect(shownAt(schema, at.file, at.start)).toEqual({ entity: id, field: undefined });
      for (const row of rows) {
        expect(text.slice(row.at.start, row.at.end)).toBe(row.name);
        for (const offset of [row.at.start - 2, row.at.end, text.indexOf("\n", row.at.end)]) {
          expect(shownAt(schema, at.file, offset)).toEqual({ entity: id, field: row.name });
        }
      }
    }
    expect(shownAt(schema, "prisma/schema/user.prisma", 2)).toBeUndefined();
    expect(shownAt(schema, "other", 0)).toBeUndefined();
  });

  test("while somebody types, what only moved is the very same, until places are asked for", () => {
    const before = parseFile("schema.prisma", files.map(([, content]) => content).join("\n"));
    const first = diagramOf(resolve([before]));
    const after = parseFile("schema.prisma", before.text.replace("price", "cost"), before);
    const typing = diagramOf(resolve([after]), undefined, undefined, "may-lag");
    expect(typing.entities[1]).toBe(first.entities[1]);
    expect(typing.entities[2]).toBe(first.entities[2]);
    expect(typing.enums[0]).toBe(first.enums[0]);
    expect(diagramOf(resolve([after]))).toEqual(diagramFrom(after.text));
  });

  test("what an edit did not touch is the very same; what stands below moves", () => {
    const text = files.map(([, content]) => content).join("\n");
    const before = parseFile("schema.prisma", text);
    const first = diagramOf(resolve([before]));
    const after = parseFile(
      "schema.prisma",
      text.replace("model BillingItem {\n", "model BillingItem {\n  x Int\n"),
      before,
    );
    const second = diagramOf(resolve([after]));
    expect(second.entities[0]).toBe(first.entities[0]);
    expect(second.relations[0]).toBe(first.relations[0]);
    expect(second.entities[3]).toEqual(diagramFrom(after.text).entities[3]);
    expect(second.entities[3]?.at.start).toBe((first.entities[3]?.at.start ?? 0) + 8);
    const item = { entity: "BillingItem", field: "x" };
    expect(placeOf(resolve([after]), item)).toEqual(second.entities[1]?.rows[0]?.at);
    expect(placeOf(resolve([after]), { entity: "Nobody", field: undefined })).toBeUndefined();
    const again = diagramOf(resolve([parseFile("schema.prisma", after.text, after)]));
    for (const [at, entity] of again.entities.entries()) expect(entity).toBe(second.entities[at]);
  });
});
