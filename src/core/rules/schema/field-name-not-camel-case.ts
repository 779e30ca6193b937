/** Fields whose names are not written like properties. */
import { camelCase } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { renameFields } from "../../schema/rename.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { isAllowed, type NamingOptions, namingOptions } from "../naming.ts";
import { singularOf } from "../plural.ts";

export const fieldNameNotCamelCase: Rule<Model, NamingOptions> = {
  name: "field-name-not-camel-case",
  severity: "hint",
  preset: "strict",
  summary: "A field is not named in camelCase",
  why: `Fields are properties of the objects that the client returns. Where \`created_at\` stands next to \`updatedAt\`, nobody knows how to spell the third one, objects are copied field by field only to rename them, and the spelling of the database ends up in the interface that customers see.

It is told once in a model, at the first such field.

The fix renames them wherever the schema uses them and adds \`@map("created_at")\`, so the columns keep their names and no migration is needed. Code that uses the fields has to follow; after \`prisma generate\` the compiler shows where. To rename one at a time, use *Rename Symbol* (F2) of the Prisma extension, which does the same.`,
  options: namingOptions,
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
      fixed: `
        model User {
          id        Int      @id
          firstName String   @map("first_name")
          createdAt DateTime @default(now()) @map("created_at")
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
  *check(model, options) {
    const { shape } = model;
    const odd = shape.fields.filter(
      (field) =>
        camelCase(field.name) !== field.name &&
        !isAllowed(options, field.name) &&
        !isListNamedAfterModel(field),
    );
    const [first] = odd;
    if (first === undefined) return;
    const example = `${first.name} as ${camelCase(first.name)}`;
    const edits = renameFields(model, new Map(odd.map((field) => [field, camelCase(field.name)])));
    yield {
      at: first.node.name,
      message:
        odd.length === 1
          ? `A field of ${shape.name} is not named in camelCase, ${example}`
          : `${odd.length} fields of ${shape.name} are not named in camelCase, first ${example}`,
      ...(edits && { fix: { title: title(odd), alone: true, keepsDatabase: true, edits } }),
    };
  },
};

/** `Post Post[]`, as introspection writes it: singular-list-field tells it, and it needs a plural. */
function isListNamedAfterModel({ name, typeName, arity }: FieldShape): boolean {
  return arity === "list" && name === typeName && singularOf(name) === name;
}

function title(odd: readonly FieldShape[]): string {
  const [{ name } = { name: "" }, more] = odd;
  return more
    ? `Rename ${odd.length} fields; the columns keep their names`
    : `Rename ${name} to ${camelCase(name)}; the column keeps its name`;
}
