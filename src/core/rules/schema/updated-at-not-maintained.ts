/** A time of the last change that no change touches. */
import type { Fix, Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { eventIn, isMirror, isRecord, isTombstone } from "./words.ts";

export const updatedAtNotMaintained: Rule<Model> = {
  name: "updated-at-not-maintained",
  severity: "info",
  summary: "A time of the last change is not maintained by Prisma",
  why: `A column called \`updatedAt\` promises the time of the last change. Without \`@updatedAt\` that promise rests on every single \`update\`, \`updateMany\` and \`upsert\` remembering to set it. Some will forget, and nothing fails: caches stay stale, an incremental export skips rows, "sort by last change" shows the wrong ones on top.

The fix adds \`@updatedAt\`. Prisma Client then fills the column on every write that does not set it itself. The database is not touched, so no migration is needed. Writes by raw SQL or by other programs still have to set it, or a trigger does.

Left alone are models whose other field carries \`@updatedAt\`, records such as logs and metrics, rows whose id comes from elsewhere, and times that every \`create\` has to state: there the column means something else, such as the time in a remote system. If a trigger of the database maintains the column, ignore this rule for it.`,
  examples: [
    {
      bad: `
        model Post {
          id        Int      @id
          title     String
          updatedAt DateTime @default(now()) @map("updated_at")
        //^^^^^^^^^
        }
      `,
      fixed: `
        model Post {
          id        Int      @id
          title     String
          updatedAt DateTime @default(now()) @updatedAt @map("updated_at")
        }
      `,
    },
    {
      good: `
        model Post {
          id        Int      @id
          title     String
          updatedAt DateTime @updatedAt
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || shape.ignored || shape.fields.some(({ updatedAt }) => updatedAt)) return;
    // What happened, what was counted and what came from elsewhere has a time of its own.
    if (isRecord(shape) || isTombstone(shape) || isMirror(shape)) return;
    for (const field of shape.fields) {
      if (!namesLastChange(field) || field.ignored || isInKey(shape, field)) continue;
      if (isGiven(field) || changesInDatabase(field)) continue;
      yield {
        at: field.node.name,
        message: `Nothing in the schema keeps ${shape.name}.${field.name} up to date`,
        fix: maintain(shape, field),
      };
    }
  },
};

const changes = new Set([
  "updated",
  "modified",
  "last updated",
  "last modified",
  "updatedat",
  "modifiedat",
]);

function namesLastChange({ name, typeName, arity }: FieldShape): boolean {
  return typeName === "DateTime" && arity !== "list" && changes.has(eventIn(name));
}

/** The rows of such a table are versions, one per change. */
function isInKey({ indexes }: ModelShape, field: FieldShape): boolean {
  return indexes.some(
    ({ kind, parts }) => kind === "primary-key" && parts.some((part) => part.field === field),
  );
}

/** No row can be made without stating it: whoever writes has a clock of their own. */
function isGiven({ arity, default: value }: FieldShape): boolean {
  return arity === "required" && value === undefined;
}

/** MySQL: `dbgenerated("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")`. */
function changesInDatabase({ default: value }: FieldShape): boolean {
  return (
    value !== undefined && /\bon update\b/i.test(value.source.text.slice(value.start, value.end))
  );
}

function maintain({ block }: ModelShape, { node }: FieldShape): Fix {
  return {
    title: "Add @updatedAt",
    keepsDatabase: true,
    edits: addFieldAttribute(block, node, "@updatedAt"),
  };
}
