/** An amount of money in PostgreSQL's own type for it. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const databaseMoneyType: Rule<Model> = {
  name: "database-money-type",
  severity: "warning",
  summary: "An amount is stored as PostgreSQL's money",
  why: `\`money\` does not say which money. It is a number of cents that takes its currency sign, its separators and even the number of its decimals from \`lc_monetary\` of the server: restored on a server with another setting, the dollars of a dump are yen, or do not load. It holds no fraction of a cent, so \`1234.567\` is rounded without a word, and so is what is left of a division.

The fix writes \`@db.Decimal(19, 4)\`: exact, four digits behind the point, and the same on every server. A currency belongs in a column of its own. The field stays a \`Decimal\` in the client. Turning an existing column keeps its amounts and rewrites the table.`,
  examples: [
    {
      bad: `
        model Invoice {
          id    Int     @id
          total Decimal @db.Money
          //            ^^^^^^^^^
        }
      `,
      fixed: `
        model Invoice {
          id    Int     @id
          total Decimal @db.Decimal(19, 4)
        }
      `,
    },
    {
      good: `
        model Invoice {
          id       Int     @id
          total    Decimal @db.Decimal(19, 4)
          currency String
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    // In SQL Server the type has neither a currency nor a locale.
    if (!isTable(model) || settings.provider !== "postgresql") return;
    for (const { name, nativeType } of shape.fields) {
      if (nativeType?.name !== "Money") continue;
      const text = `@${settings.datasource}.Decimal(19, 4)`;
      yield {
        at: nativeType.attribute,
        message: `The currency and decimals of ${shape.name}.${name} depend on the server's locale`,
        fix: { title: `Change to ${text}`, edits: [{ at: nativeType.attribute, text }] },
      };
    }
  },
};
