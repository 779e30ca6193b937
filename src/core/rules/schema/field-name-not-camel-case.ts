/** Fields whose names are not written like properties. */
import { camelCase } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Model } from "../../schema/resolve.ts";

export const fieldNameNotCamelCase: Rule<Model> = {
  name: "field-name-not-camel-case",
  severity: "hint",
  preset: "strict",
  summary: "A field is not named in camelCase",
  why: `Fields are properties of the objects that the client returns. Where \`created_at\` stands next to \`updatedAt\`, nobody knows how to spell the third one, objects are copied field by field only to rename them, and the spelling of the database ends up in the interface that customers see.

It is told once in a model, at the first such field.

Instead, rename the field with *Rename Symbol* (F2) of the Prisma extension. It also adds \`@map("created_at")\`, so the column keeps its name and no migration is needed; code that uses the field has to follow.`,
  examples: [
    {
      bad: `
        model User {
          id         Int      @id
          first_name String
        //^^^^^^^^^^
          created_at DateTime @default(now())
        }
      `,
    },
    {
      good: `
        model User {
          id        Int      @id
          firstName String   @map("first_name")
          createdAt DateTime @default(now()) @map("created_at")
        }
      `,
    },
  ],
  *check({ shape }) {
    const odd = shape.fields.filter(({ name }) => camelCase(name) !== name);
    const [first] = odd;
    if (first === undefined) return;
    const example = `${first.name} as ${camelCase(first.name)}`;
    yield {
      at: first.node.name,
      message:
        odd.length === 1
          ? `A field of ${shape.name} is not named in camelCase, ${example}`
          : `${odd.length} fields of ${shape.name} are not named in camelCase, first ${example}`,
    };
  },
};
