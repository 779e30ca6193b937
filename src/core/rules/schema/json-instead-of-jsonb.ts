/** JSON kept as the text it came as. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const jsonInsteadOfJsonb: Rule<Model> = {
  name: "json-instead-of-jsonb",
  severity: "warning",
  summary: "JSON is stored as text that is parsed on every read",
  why: `\`json\` keeps the text as it came. Every filter that looks inside parses the documents of all rows it passes, from the first character on, and no GIN index can spare it that. The type does not even know equality: \`SELECT DISTINCT\`, \`GROUP BY\`, \`UNION\` and \`=\` on the column, or on a row with it, fail with \`could not identify an equality operator for type json\`, often years later in a report.

\`jsonb\` is parsed once, when it is written, and can be indexed and compared.

The fix writes \`@db.JsonB\`, which is also what Prisma chooses where nothing is stated. Turning an existing column rewrites the table. \`jsonb\` keeps neither blanks, nor the order of keys, nor one of two equal keys: where the exact text matters, for a signature for example, store it as a \`String\`.`,
  examples: [
    {
      bad: `
        model Webhook {
          id      Int  @id
          payload Json @db.Json
          //           ^^^^^^^^
        }
      `,
      fixed: `
        model Webhook {
          id      Int  @id
          payload Json @db.JsonB
        }
      `,
    },
    {
      good: `
        model Webhook {
          id      Int    @id
          payload Json
          rawBody String
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    // CockroachDB has only the one; in MySQL Json is the good one.
    if (!isTable(model) || settings.provider !== "postgresql") return;
    for (const { name, nativeType } of shape.fields) {
      if (nativeType?.name !== "Json") continue;
      const text = `@${settings.datasource}.JsonB`;
      yield {
        at: nativeType.attribute,
        message: `${shape.name}.${name} is json, which is parsed on every read and cannot be indexed`,
        fix: { title: `Change to ${text}`, edits: [{ at: nativeType.attribute, text }] },
      };
    }
  },
};
