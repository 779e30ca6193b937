/** Edges of entity-attribute-value that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { entityAttributeValue } from "../../src/core/rules/schema/entity-attribute-value.ts";
import { checkExample, read } from "../support/examples.ts";

const user = `
      model User {
        id    Int    @id
        props Prop[]
      }
`;

const cases: Record<string, Example> = {
  "longer names are understood, and six columns are not too many": {
    bad: `
      model Prop {
      //    ^^^^
        id              Int      @id
        owner           User     @relation(fields: [of], references: [id])
        of              Int
        attribute_name  String
        attribute_value String?
        createdAt       DateTime @default(now())
        updatedAt       DateTime @updatedAt
      }
${user}`,
  },
  "seven columns are a table with a purpose": {
    good: `
      model Prop {
        id        Int      @id
        owner     User     @relation(fields: [of], references: [id])
        of        Int
        key       String
        value     String
        createdAt DateTime @default(now())
        updatedAt DateTime @updatedAt
        rank      Int
      }
${user}`,
  },
  "a value that is no text has a type": {
    good: `
      model Prop {
        id    Int    @id
        owner User   @relation(fields: [of], references: [id])
        of    Int
        name  String
        value Float
      }
${user}`,
  },
  "a list of values, or a name from a list, is something else": {
    good: `
      model Prop {
        id    Int      @id
        owner User     @relation(fields: [of], references: [id])
        of    Int
        name  String
        value String[]
      }

      model Kind {
        id    Int    @id
        owner User   @relation("kinds", fields: [of], references: [id])
        of    Int
        key   Int
        value String
      }

      model User {
        id    Int    @id
        props Prop[]
        kinds Kind[] @relation("kinds")
      }
    `,
  },
  "who changed a setting does not own it, and a name that occurs once is one": {
    good: `
      model Setting {
        key    String @id
        value  String
        by     User   @relation("by", fields: [byId], references: [id])
        byId   Int
      }

      model Option {
        id     Int    @id
        name   String
        value  String
        by     User?  @relation("opt", fields: [byId], references: [id])
        byId   Int?
      }

      model User {
        id       Int       @id
        settings Setting[] @relation("by")
        options  Option[]  @relation("opt")
      }
    `,
  },
  "without an owner it is a table of settings": {
    good: `
      model Setting {
        key   String @id
        value String
      }
    `,
  },
  "the owner of such rows is not one of them": {
    good: `
      model Owner {
        id    Int    @id
        name  String
        value String
        props Prop[]
      }

      model Prop {
        id    Int   @id
        owner Owner @relation(fields: [of], references: [id])
        of    Int
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Prop {
        id    Int    @unique
        owner User   @relation(fields: [of], references: [id])
        of    Int
        name  String
        value String
      }
${user}`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(entityAttributeValue, example));

test.each(["key", "name", "attribute", "property", "field"])("%s names a property", (name) => {
  const [model] = read(`
    model Prop {
      ${name} String
      val String
      of Int
      owner User @relation(fields: [of], references: [id])
    }
    model User {
      id Int @id
    }
  `).models;
  const [found] = model ? entityAttributeValue.check(model) : [];
  expect(found?.message).toBe(`Prop keeps properties of User as rows of ${name} and val`);
});
