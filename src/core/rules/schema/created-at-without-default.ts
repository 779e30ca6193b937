/** A time of creation that every writer has to fill in. */
import type { Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { eventIn } from "./words.ts";

export const createdAtWithoutDefault: Rule<Model> = {
  name: "created-at-without-default",
  severity: "info",
  summary: "A time of creation is left to whoever writes the row",
  why: `Without a default, every \`create\` passes the time itself. Each server stamps its own clock, one script passes midnight or local time without a zone, a seed passes nothing and fails. Ordering by that column then puts rows in an order in which they were not made.

The fix adds \`@default(now())\`: in a database with tables, that is the clock of the database, for Prisma Client and for raw SQL alike. Existing rows keep their value, and the migration changes no row. Code that passes a time goes on working.

Where the rows are copies and the time is that of the original, ignore this rule for the field, or say so in its name: \`remoteCreatedAt\`.`,
  examples: [
    {
      bad: `
        model Order {
          id        Int      @id
          number    String   @unique
          createdAt DateTime
        //^^^^^^^^^
        }
      `,
      fixed: `
        model Order {
          id        Int      @id
          number    String   @unique
          createdAt DateTime @default(now())
        }
      `,
    },
    {
      good: `
        model Order {
          id        Int      @id
          createdAt DateTime @default(now())
          paidAt    DateTime
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || shape.ignored) return;
    for (const field of shape.fields) {
      if (!namesCreation(field) || field.default || field.updatedAt || field.ignored) continue;
      yield {
        at: field.node.name,
        message: `${shape.name}.${field.name} has no default, so every writer has to set it`,
        fix: {
          title: "Add @default(now())",
          edits: addFieldAttribute(shape.block, field.node, "@default(now())"),
        },
      };
    }
  },
};

const creations = new Set(["created", "inserted", "createdat", "insertedat"]);

function namesCreation({ name, typeName, arity }: FieldShape): boolean {
  return typeName === "DateTime" && arity === "required" && creations.has(eventIn(name));
}
