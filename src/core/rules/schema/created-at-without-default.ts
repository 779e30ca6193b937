/** A time of creation that every writer has to fill in. */
import type { Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { eventIn, isMirror, isTombstone } from "./words.ts";

export const createdAtWithoutDefault: Rule<Model> = {
  name: "created-at-without-default",
  severity: "info",
  preset: "strict",
  summary: "A time of creation is left to whoever writes the row",
  why: `Without a default, every \`create\` passes the time itself. Each server stamps its own clock, one script passes midnight or local time without a zone, a seed passes nothing and fails. Ordering by that column then puts rows in an order in which they were not made.

The fix adds \`@default(now())\`: in a database with tables, that is the clock of the database, for Prisma Client and for raw SQL alike. Existing rows keep their value, and the migration changes no row. Code that passes a time goes on working.

Left alone are rows whose id comes from elsewhere, and models in which \`updatedAt\` has to be stated as well. Where the time is that of an original in another way, ignore this rule for the field, or say so in its name: \`remoteCreatedAt\`.`,
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
    if (!isTable(model) || shape.ignored || isTombstone(shape) || isMirror(shape)) return;
    if (hasOwnClock(shape)) return;
    const filled = shape.fields.some((field) => namesCreation(field) && field.default);
    // Beside one that is filled in, it is the time of something else.
    if (filled) return;
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

/** Where the time of the last change has to be stated too, the application keeps the time. */
function hasOwnClock({ fields }: ModelShape): boolean {
  return fields.some(
    ({ name, typeName, arity, default: value, updatedAt }) =>
      typeName === "DateTime" &&
      arity === "required" &&
      value === undefined &&
      !updatedAt &&
      /^(?:last )?(?:updated|modified)$/.test(eventIn(name)),
  );
}

const creations = new Set(["created", "inserted", "createdat", "insertedat"]);

function namesCreation({ name, typeName, arity }: FieldShape): boolean {
  return typeName === "DateTime" && arity === "required" && creations.has(eventIn(name));
}
