/** A column that repeats what the row's parent knows about itself. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Relation } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { isRecord, saysItIsView } from "./words.ts";

export const copiedParentColumn: Rule<Model> = {
  name: "copied-parent-column",
  severity: "hint",
  preset: "strict",
  summary: "A column repeats a column of the row that a relation leads to",
  why: `\`userEmail\` beside a relation to \`User\` is a copy. When the user changes the address, the copy keeps the old one, unless every place that writes users also knows of all copies. From then on two screens show two addresses, mail goes to the wrong one, and no constraint can tell which is right.

Copies that must *not* follow are sound: the price and the address on an order, the name in an audit log. Models that are named as such records are left alone, and so are rows that keep the copy because their parent may go (\`onDelete: SetNull\`).

Instead, read the value through the relation, with \`include\` or a join; a lookup by primary key costs next to nothing. If it was copied because a query was too slow, measure that query again once its foreign key has an index. If the copy is meant to stay as it was, say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model Session {
          id        Int    @id
          userId    Int
          user      User   @relation(fields: [userId], references: [id], onDelete: Cascade)
          userEmail String
        //^^^^^^^^^

          @@index([userId])
        }

        model User {
          id       Int       @id
          email    String    @unique
          sessions Session[]
        }
      `,
    },
    {
      good: `
        model Invoice {
          id           Int      @id
          customerId   Int
          customer     Customer @relation(fields: [customerId], references: [id], onDelete: Restrict)
          customerName String

          @@index([customerId])
        }

        model Customer {
          id       Int       @id
          name     String
          invoices Invoice[]
        }
      `,
    },
  ],
  *check(model) {
    const { shape, relations, settings } = model;
    // A document repeats what is read with it: MongoDB does without joins.
    if (!isTable(model) || shape.ignored || settings.provider === "mongodb") return;
    const lasting = relations.filter(isLasting);
    if (lasting.length === 0 || keepsCopies(shape) || saysItIsView(shape)) return;
    for (const field of shape.fields) {
      const copy = couldBeCopy(model, field) ? copyOf(field, lasting) : undefined;
      if (!copy) continue;
      yield {
        at: field.node.name,
        message: `${shape.name}.${field.name} repeats ${copy}`,
      };
    }
  },
};

/** As long as the row is there, its parent is too. */
function isLasting({ foreignKey, target, field }: Relation): boolean {
  return target.kind === "model" && field.arity === "required" && foreignKey !== undefined;
}

function couldBeCopy({ relations }: Model, field: FieldShape): boolean {
  if (field.typeName !== "String" || field.arity === "list" || field.ignored) return false;
  return !relations.some(({ foreignKey }) => foreignKey?.fields.includes(field));
}

function copyOf(field: FieldShape, relations: readonly Relation[]): string | undefined {
  const spoken = wordsIn(field.name).join(" ");
  for (const { field: parent, target } of relations) {
    const stem = `${wordsIn(parent.name).join(" ")} `;
    if (!spoken.startsWith(stem)) continue;
    const rest = spoken.slice(stem.length);
    const original = target.fields.find(
      (other) => other.typeName === field.typeName && wordsIn(other.name).join(" ") === rest,
    );
    if (original) return `${target.name}.${original.name}, which ${parent.name} leads to`;
  }
  return undefined;
}

/** What was agreed or told at one time, whatever the parent says later. */
function keepsCopies(shape: ModelShape): boolean {
  return isRecord(shape) || wordsIn(shape.name).some((word) => papers.has(word.replace(/s$/, "")));
}

const papers = new Set(
  "alert bill certificate contract invoice item line order payment quote receipt transaction".split(
    " ",
  ),
);
