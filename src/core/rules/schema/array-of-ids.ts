/** References that the database does not know to be references. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { singularOf } from "../plural.ts";

export const arrayOfIds: Rule<Schema> = {
  name: "array-of-ids",
  severity: "info",
  preset: "strict",
  summary: "A list of ids stands in for a relation",
  why: `The database sees an array of texts or numbers. It does not know that they name rows, so it cannot refuse one that does not exist, and deleting a row leaves its id behind in every array. Prisma cannot \`include\` what they stand for; the client loads the rows by itself in a second query. Adding one id rewrites the whole array, and of two requests that do so at once, one may lose. Finding who refers to a row needs a GIN index.

Instead, declare a relation: \`tags Tag[]\` on both sides, or a model that joins the two when the link itself has an order or a date. In MongoDB the list stays, and the relation names it: \`@relation(fields: [tagIds], references: [id])\`. Copy the pairs over with \`INSERT … SELECT … unnest(ids)\` before the array goes. Where the ids are a snapshot that must outlive the rows, ignore this rule for the field and say so.`,
  examples: [
    {
      bad: `
        model Post {
          id     Int   @id
          tagIds Int[]
        //^^^^^^
        }

        model Tag {
          id Int @id
        }
      `,
    },
    {
      good: `
        model Post {
          id           Int      @id
          tags         Tag[]
          stripeTagIds String[]
        }

        model Tag {
          id    Int    @id
          posts Post[]
        }
      `,
    },
  ],
  *check({ models, settings }) {
    // In MongoDB a list of ids is how a relation is kept, and Prisma has to be told.
    const whom = settings.provider === "mongodb" ? "Prisma" : "the database";
    const tables = models.filter(isTable);
    const byName = new Map(tables.flatMap((model) => spellings(model).map((it) => [it, model])));
    for (const model of tables) {
      for (const field of model.shape.fields) {
        const target = targetOf(field, byName);
        if (!target || isDeclared(model, field)) continue;
        yield {
          at: field.node.name,
          message: `${model.shape.name}.${field.name} refers to rows of ${target.shape.name} behind the back of ${whom}`,
        };
      }
    }
  },
};

/** `Categories` is looked for as `category` too. */
function spellings({ shape }: Model): string[] {
  return [shape.name, singularOf(shape.name)].map((name) => wordsIn(name).join(""));
}

function targetOf(field: FieldShape, byName: ReadonlyMap<string, Model>): Model | undefined {
  if (field.arity !== "list") return undefined;
  const words = wordsIn(field.name.replace(/IDs$|IDS$/, "Ids"));
  if (words.pop() !== "ids" || words.some((word) => elsewhere.has(word))) return undefined;
  // The most words that name a model: `blockedUserIds` are users unless there is a BlockedUser.
  for (let from = 0; from < words.length; from++) {
    const target = byName.get(words.slice(from).join(""));
    if (target) return keyType(target) === field.typeName ? target : undefined;
  }
  return undefined;
}

const elsewhere = new Set(
  "external remote legacy stripe github gitlab google discord slack telegram notion hubspot shopify twitch twitter".split(
    " ",
  ),
);

/** The type of a key of one column. */
function keyType({ shape }: Model): string | undefined {
  const key = shape.indexes.find(({ kind }) => kind === "primary-key");
  return key?.parts.length === 1 ? key.parts[0]?.field?.typeName : undefined;
}

/** In MongoDB, a many-to-many relation is a list of ids. */
function isDeclared({ shape }: Model, { name }: FieldShape): boolean {
  return shape.fields.some(({ relation }) => relation?.fields?.some(({ text }) => text === name));
}
