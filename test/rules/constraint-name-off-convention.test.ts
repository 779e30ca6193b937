/** Edges of constraint-name-off-convention that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { constraintNameOffConvention } from "../../src/core/rules/schema/constraint-name-off-convention.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "the convention may be another than that of Prisma": {
    bad: `
      model Order {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int
        f  Int

        @@index([a], map: "idx_Order_a")
        @@index([b], map: "idx_Order_b")
        @@index([c], map: "idx_Order_c")
        @@index([d], map: "idx_Order_d")
        @@index([e], map: "idx_Order_e")
        @@index([f], map: "Order_f_idx")
        //           ^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "what stands between beginning and end may be shortened": {
    good: `
      model Order {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int
        f  Int

        @@index([a])
        @@index([b])
        @@index([c])
        @@index([d])
        @@index([e])
        @@index([f], map: "ord_idx")
      }
    `,
  },
  "four are no convention": {
    good: `
      model Order {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int
        f  Int

        @@index([a])
        @@index([b])
        @@index([c])
        @@index([d])
        @@index([f], map: "fast")
      }
    `,
  },
  "neither is the larger half": {
    good: `
      model Order {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int
        f  Int

        @@index([a])
        @@index([b])
        @@index([c])
        @@index([d])
        @@index([e])
        @@index([f], map: "fast")
        @@index([a, b], map: "faster")
      }
    `,
  },
  "names that say nothing of what they are about are none": {
    good: `
      model Order {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int
        f  Int

        @@index([a], map: "x")
        @@index([b], map: "x")
        @@index([c], map: "x")
        @@index([d], map: "x")
        @@index([e], map: "x")
        @@index([f], map: "fast")
      }
    `,
  },
  "each kind has its own": {
    bad: `
      model A {
        id  Int  @id(map: "pk_A")
        a   Int  @unique(map: "uq_A_a")
        b   Int  @unique(map: "uq_A_b")
        c   Int  @unique(map: "uq_A_c")
        d   Int  @unique(map: "uq_A_d")
        e   Int  @unique(map: "uq_A_e")
        g   Int  @unique(map: "A_g_key")
        //               ^^^^^^^^^^^^^^

        @@index([a, b], map: "A_a_b_idx")
      }
    `,
  },
  "foreign keys may name their target": {
    bad: `
      model A {
        id Int @id
        a  Int
        b  Int
        c  Int
        d  Int
        e  Int
        f  Int
        ra B   @relation("a", fields: [a], references: [id], map: "FK_A_B_a")
        rb B   @relation("b", fields: [b], references: [id], map: "FK_A_B_b")
        rc B   @relation("c", fields: [c], references: [id], map: "FK_A_B_c")
        rd B   @relation("d", fields: [d], references: [id], map: "FK_A_B_d")
        re B   @relation("e", fields: [e], references: [id], map: "FK_A_B_e")
        rf B   @relation("f", fields: [f], references: [id], map: "A_f_fkey")
        //                                                   ^^^^^^^^^^^^^^^
      }

      model B {
        id Int @id
        ra A[] @relation("a")
        rb A[] @relation("b")
        rc A[] @relation("c")
        rd A[] @relation("d")
        re A[] @relation("e")
        rf A[] @relation("f")
      }
    `,
  },
  "foreign keys that are not in the database have no names": {
    good: `
      datasource db {
        provider     = "postgresql"
        relationMode = "prisma"
      }

      model A {
        id Int @id
        a  Int
        ra B   @relation("a", fields: [a], references: [id], map: "odd")
        rb B   @relation("b", fields: [a], references: [id])
        rc B   @relation("c", fields: [a], references: [id])
        rd B   @relation("d", fields: [a], references: [id])
        re B   @relation("e", fields: [a], references: [id])
        rf B   @relation("f", fields: [a], references: [id])
      }

      model B {
        id Int @id
        ra A[] @relation("a")
        rb A[] @relation("b")
        rc A[] @relation("c")
        rd A[] @relation("d")
        re A[] @relation("e")
        rf A[] @relation("f")
      }
    `,
  },
  "a column is found as a word, not as a part of another": {
    bad: `
      model A {
        id  Int @id
        i   Int
        x   Int
        d   Int
        e   Int

        @@index([id], map: "idx_A_id")
        @@index([i], map: "idx_A_i")
        @@index([d], map: "idx_A_d")
        @@index([x], map: "idx_A_x")
        @@index([e], map: "odd")
        //           ^^^^^^^^^^
        @@index([d, e], map: "idx_A_d_e")
        @@index([e, d], map: "idx_A_e_d")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(constraintNameOffConvention, example),
);

test("the message says what most have", () => {
  const found = [
    ...constraintNameOffConvention.check(
      read(
        `model A {\n  id Int @id\n  a Int @unique\n  b Int @unique\n  c Int @unique\n  d Int @unique\n  e Int @unique\n  f Int @unique(map: "odd")\n}`,
      ),
    ),
  ];
  expect(found.map(({ message }) => message)).toEqual([
    "The name of the unique odd is built differently: nearly every other one ends in _key",
  ]);
});
