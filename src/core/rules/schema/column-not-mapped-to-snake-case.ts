/** Columns that have to be quoted in SQL because of their capitals. */
import type { Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import { isAllowed, type NamingOptions, namingOptions } from "../naming.ts";
import { snakeColumns } from "../snake-names.ts";

export const columnNotMappedToSnakeCase: Rule<Model, NamingOptions> = {
  name: "column-not-mapped-to-snake-case",
  severity: "hint",
  preset: "all",
  summary: "A column has capitals in its name and needs quotes in every query",
  why: `PostgreSQL folds names without quotes to lower case: \`SELECT createdAt\` looks for a column \`createdat\` and fails. Every raw query, view, report and BI tool has to write \`"createdAt"\`, in a language where everybody else writes \`created_at\`.

It is told once in a model, at the first such field.

The fix adds \`@map\` to all of them, so the fields keep their names in the code. **On a table that exists already this renames the columns**, and with them the indexes and foreign keys whose names Prisma makes from columns. \`prisma migrate dev\` sees a rename as dropping one column and adding another: edit the migration to \`ALTER TABLE … RENAME COLUMN\` before it runs, or the data is lost. Whatever reads the database past Prisma has to follow at the same moment.`,
  options: namingOptions,
  examples: [
    {
      bad: `
        model Post {
          id        Int      @id
          authorId  Int
        //^^^^^^^^
          title     String
          createdAt DateTime @default(now())
        }
      `,
      fixed: `
        model Post {
          id        Int      @id
          authorId  Int      @map("author_id")
          title     String
          createdAt DateTime @default(now()) @map("created_at")
        }
      `,
    },
    {
      good: `
        model Post {
          id       Int @id
          authorId Int @map("author_id")
        }
      `,
    },
  ],
  *check(model, options) {
    const { shape, settings } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    const odd = [...snakeColumns(model)].filter(([{ column }]) => !isAllowed(options, column));
    const [first] = odd;
    if (first === undefined) return;
    const [{ node, column }, name] = first;
    const more = odd.length === 1 ? "" : `, like ${odd.length - 1} more of ${shape.name}`;
    yield {
      at: node.name,
      message: `The column ${column} needs quotes in SQL${more}`,
      fix: {
        title:
          odd.length === 1
            ? `Add ${map(name)}; this renames the column`
            : `Add @map to ${odd.length} fields; this renames the columns`,
        edits: odd.flatMap(([field, wanted]) =>
          addFieldAttribute(shape.block, field.node, map(wanted)),
        ),
      },
    };
  },
};

function map(name: string): string {
  return `@map("${name}")`;
}
