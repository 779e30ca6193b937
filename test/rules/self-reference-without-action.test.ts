/** Edges of self-reference-without-action that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { selfReferenceWithoutAction } from "../../src/core/rules/schema/self-reference-without-action.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a required relation restricts; an update does not count": {
    bad: `
      model Page {
        id       Int    @id
        parent   Page   @relation("tree", fields: [parentId], references: [id], onUpdate: NoAction)
        //              ^^^^^^^^^
        parentId Int
        pages    Page[] @relation("tree")
      }
    `,
    fixed: `
      model Page {
        id       Int    @id
        parent   Page   @relation("tree", fields: [parentId], references: [id], onUpdate: NoAction, onDelete: Restrict)
        parentId Int
        pages    Page[] @relation("tree")
      }
    `,
  },
  "each relation is told, composite keys too": {
    bad: `
      model Page {
        siteId Int
        id     Int
        upId   Int?
        upSite Int?
        up     Page?  @relation("up", fields: [upSite, upId], references: [siteId, id])
        //            ^^^^^^^^^
        downs  Page[] @relation("up")
        nextId Int?   @unique
        nextOf Int?
        next   Page?  @relation("next", fields: [nextOf, nextId], references: [siteId, id])
        //            ^^^^^^^^^
        before Page?  @relation("next")

        @@id([siteId, id])
      }
    `,
    fixed: `
      model Page {
        siteId Int
        id     Int
        upId   Int?
        upSite Int?
        up     Page?  @relation("up", fields: [upSite, upId], references: [siteId, id], onDelete: SetNull)
        downs  Page[] @relation("up")
        nextId Int?   @unique
        nextOf Int?
        next   Page?  @relation("next", fields: [nextOf, nextId], references: [siteId, id], onDelete: SetNull)
        before Page?  @relation("next")

        @@id([siteId, id])
      }
    `,
  },
  "what is stated, points elsewhere or has no key of its own is left alone": {
    good: `
      model Page {
        id       Int    @id
        parent   Page?  @relation("tree", fields: [parentId], references: [id], onDelete: Cascade)
        parentId Int?
        pages    Page[] @relation("tree")
        site     Site   @relation(fields: [siteId], references: [id])
        siteId   Int
        likeA    Page[] @relation("like")
        likeB    Page[] @relation("like")
      }

      model Site {
        id    Int    @id
        pages Page[]
      }
    `,
  },
  "a relation that is only half written is left to Prisma": {
    good: `
      model Page {
        id     Int    @id
        parent Page?  @relation("tree", fields: [nobody], references: [id])
        pages  Page[] @relation("tree")
        other  Page?
      }
    `,
  },
  "SQL Server takes nothing but NoAction, as Prisma says": {
    good: `
      datasource db {
        provider = "sqlserver"
      }

      model Page {
        id       Int    @id
        parent   Page?  @relation("tree", fields: [parentId], references: [id])
        parentId Int?
        pages    Page[] @relation("tree")
      }
    `,
  },
  "nor does MongoDB": {
    good: `
      datasource db {
        provider = "mongodb"
      }

      model Page {
        id       String  @id @map("_id")
        parent   Page?   @relation("tree", fields: [parentId], references: [id])
        parentId String?
        pages    Page[]  @relation("tree")
      }
    `,
  },
  "a view holds no keys": {
    good: `
      view Page {
        id       Int    @unique
        parent   Page?  @relation("tree", fields: [parentId], references: [id])
        parentId Int?
        pages    Page[] @relation("tree")
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(selfReferenceWithoutAction, example),
);

test.each([
  ["", "rows of Page stay as long as others point at them by parent"],
  ["?", "a delete in Page sets parentId to null in the rows that pointed there"],
])("of a relation to Page%s, what a delete does is said in words", (optional, said) => {
  const [model] = read(`
    model Page {
      id       Int    @id
      parent   Page${optional} @relation("tree", fields: [parentId], references: [id])
      parentId Int${optional}
      pages    Page[] @relation("tree")
    }
  `).models;
  const found = model ? [...selfReferenceWithoutAction.check(model)] : [];
  expect(found.map(({ message }) => message)).toEqual([`No onDelete is stated: ${said}`]);
});
