/** A table that has to be quoted in SQL because of its capitals. */
import type { Rule } from "../../lint/rule.ts";
import { addBlockAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import { isAllowed, type NamingOptions, namingOptions } from "../naming.ts";
import { snakeTable } from "../snake-names.ts";

export const tableNotMappedToSnakeCase: Rule<Model, NamingOptions> = {
  name: "table-not-mapped-to-snake-case",
  severity: "hint",
  preset: "all",
  summary: "A table has capitals in its name and needs quotes in every query",
  why: `PostgreSQL folds names without quotes to lower case: \`SELECT * FROM AuditLog\` looks for a table \`auditlog\` and fails. \`SELECT * FROM User\` does not even fail: it returns the name of the database role. Every raw query, view, report and BI tool has to write \`"AuditLog"\`, in a language where everybody else writes \`audit_log\`.

The fix adds \`@@map\`, so the model keeps its name in the code. A model such as \`Order\` gets the plural, because \`order\` is a reserved word. **On a database that exists already this renames the table**, and with it the keys, indexes and foreign keys whose names Prisma makes from tables. \`prisma migrate dev\` sees a rename as dropping one table and creating another: edit the migration to \`ALTER TABLE … RENAME TO\` before it runs, or the data is lost. Whatever reads the database past Prisma has to follow at the same moment; a view with the old name helps while code of both kinds is running.`,
  options: namingOptions,
  examples: [
    {
      bad: `
        model AuditLog {
          //  ^^^^^^^^
          id Int @id
        }
      `,
      fixed: `
        model AuditLog {
          id Int @id

          @@map("audit_log")
        }
      `,
    },
    {
      good: `
        model AuditLog {
          id Int @id

          @@map("audit_log")
        }
      `,
    },
  ],
  *check(model, options) {
    const { shape, settings } = model;
    const { block, table } = shape;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    const name = snakeTable(shape);
    if (name === undefined || isAllowed(options, table)) return;
    const text = `@@map("${name}")`;
    yield {
      at: block.name,
      message: `The table ${table} needs quotes in SQL`,
      fix: { title: `Add ${text}; this renames the table`, edits: addBlockAttribute(block, text) },
    };
  },
};
