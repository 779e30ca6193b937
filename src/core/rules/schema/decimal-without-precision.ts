/** A Decimal of which nobody said how many digits it needs. */
import type { Rule } from "../../lint/rule.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const decimalWithoutPrecision: Rule<Model> = {
  name: "decimal-without-precision",
  severity: "info",
  summary: "A Decimal is stored with thirty digits behind the point",
  why: `Where nothing is stated, Prisma makes \`numeric(65,30)\`. A price of 12.50 then reads \`12.500000000000000000000000000000\` in psql, in every dump and export, and a third of it is kept to its thirtieth digit: amounts that look equal differ somewhere behind the cents, and sums no longer match what was shown. The database lets in any number of digits, so it is up to each writer to round.

Later it is dear to change. Another number of digits behind the point rewrites the table under an exclusive lock, and rounds what is there without a word.

Instead, state the digits that the value needs: \`@db.Decimal(19, 4)\` for money, \`@db.Decimal(7, 4)\` for a percentage, \`@db.Decimal(9, 6)\` for a coordinate, \`@db.Decimal(36, 18)\` for most tokens on a blockchain. Only you know which it is, and too few would round away what matters; therefore there is no automatic fix.`,
  examples: [
    {
      bad: `
        model Product {
          id    Int     @id
          price Decimal
          //    ^^^^^^^
        }
      `,
    },
    {
      good: `
        model Product {
          id    Int     @id
          price Decimal @db.Decimal(19, 4)
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    for (const { name, typeName, nativeType, node } of shape.fields) {
      if (!node.type || typeName !== "Decimal" || nativeType) continue;
      yield {
        at: node.type.name,
        message: `${shape.name}.${name} keeps thirty digits behind the point`,
      };
    }
  },
};
