/** An amount of money in a type that cannot hold it exactly. */
import { wordsIn } from "../../base/words.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import { replaceType } from "../../schema/edit.ts";
import type { Model } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";

export const moneyAsFloat: Rule<Model> = {
  name: "money-as-float",
  severity: "warning",
  summary: "An amount of money is stored as a binary fraction",
  why: `A \`Float\` has no exact 0.10. Ten payments of 0.10 add up to 0.9999999999999999, sums depend on the order of the rows, and comparing a payment with an invoice by \`=\` fails for some amounts only. It shows when the books no longer balance, and then the lost cents cannot be told from real ones.

The fix writes \`Decimal @db.Decimal(19, 4)\`: exact, four digits behind the point, up to a quadrillion. A price per piece, such as \`pricePerUnit\`, may need more digits and is left to you; one per token or per millisecond is a factor and left alone, and so are limits such as \`maxBudget\`. In the client the field becomes a \`Decimal\` object, so code that calculates with it has to change. Turning an existing column rewrites the table.

Where all amounts share one currency, whole cents in a \`BigInt\` are as good.`,
  examples: [
    {
      bad: `
        model Product {
          id    Int    @id
          price Float  @default(0)
          //    ^^^^^
          name  String
        }
      `,
      fixed: `
        model Product {
          id    Int     @id
          price Decimal @default(0) @db.Decimal(19, 4)
          name  String
        }
      `,
    },
    {
      good: `
        model Product {
          id              Int     @id
          price           Decimal @db.Decimal(12, 2)
          discountPercent Float
          priceChangeRate Float
        }
      `,
    },
  ],
  *check({ shape, settings }) {
    if (shape.kind === "type") return;
    for (const field of shape.fields) {
      const { type } = field.node;
      if (!type || field.typeName !== "Float" || isExact(field)) continue;
      const words = wordsIn(field.name);
      if (!soundsLikeMoney(words)) continue;
      const fixable = shape.kind === "model" && !words.includes("per");
      const fix = fixable ? toDecimal(shape, field, settings) : undefined;
      yield {
        at: type.name,
        message: `${shape.name}.${field.name} is money, and Float rounds it`,
        ...(fix && { fix }),
      };
    }
  },
};

const money = new Set(
  "price prices cost costs amount amounts fee fees salary wage wages balance subtotal payment payments payout payouts revenue budget deposit refund refunds tax taxes vat tip tips surcharge cashback commission earnings profit turnover money cash usd eur gbp cents".split(
    " ",
  ),
);

/** Next to these, a word for money names something that is measured, not paid. */
const measured = new Set(
  "rate rates ratio percent percentage pct percentile factor multiplier weight score scores count quantity qty hours minutes seconds days duration distance time tokens probability chance share fraction index change growth elasticity sensitivity effectiveness coefficient variance deviation confidence".split(
    " ",
  ),
);

/** SQL Server's money is exact, though Prisma Client reads it as a Float. */
function isExact({ nativeType }: FieldShape): boolean {
  return nativeType?.name === "Money" || nativeType?.name === "SmallMoney";
}

/** A budget of at most so much is compared by more and less, and never added up. */
const bounds = new Set(["max", "min", "maximum", "minimum", "limit", "threshold", "soft", "hard"]);

/** What is counted by the thousand: a price for one of these is a factor, not an amount. */
const tiny = new Set(
  "token tokens char chars character characters byte bytes kb mb gb ms millisecond second sec minute min call request step event message".split(
    " ",
  ),
);

function soundsLikeMoney(words: readonly string[]): boolean {
  if (!words.some((word) => money.has(word))) return false;
  if (words.some((word) => measured.has(word) || bounds.has(word))) return false;
  return !tiny.has(words[words.indexOf("per") + 1] ?? "") || !words.includes("per");
}

/** SQLite and MongoDB have no exact decimals with a fixed number of digits. */
function toDecimal(
  { block }: ModelShape,
  { node, nativeType }: FieldShape,
  { provider, datasource }: Settings,
): Fix | undefined {
  if (provider === "mongodb") return undefined;
  if (provider === "sqlite") {
    return { title: "Change to Decimal", edits: replaceType(block, node, "Decimal") };
  }
  const native = `@${datasource}.Decimal(19, 4)`;
  return {
    title: `Change to Decimal ${native}`,
    edits: nativeType
      ? [...replaceType(block, node, "Decimal"), { at: nativeType.attribute, text: native }]
      : replaceType(block, node, "Decimal", native),
  };
}
