/** A choice without a choice. */
import type { Rule } from "../../lint/rule.ts";
import type { Enum } from "../../schema/resolve.ts";

export const singleValueEnum: Rule<Enum> = {
  name: "single-value-enum",
  severity: "hint",
  preset: "all",
  summary: "An enum has one value",
  why: `A column that can hold one value says nothing about its row. It still costs a column, a line in every \`create\` and a branch that readers look for. Often it is what remains of a choice that was cut down, and the code that handled the others is still there; or the second value is planned, and until it comes nobody can tell what the first one excludes.

Instead, drop the column and the enum if the choice is gone. If a second value is on its way, add it together with the code that needs it: on PostgreSQL \`ALTER TYPE … ADD VALUE\` takes an instant.`,
  examples: [
    {
      bad: `
        enum PaymentProvider {
        //   ^^^^^^^^^^^^^^^
          STRIPE
        }
      `,
    },
    {
      good: `
        enum PaymentProvider {
          STRIPE
          PAYPAL
        }
      `,
    },
  ],
  *check({ shape }) {
    const [only] = shape.values;
    if (shape.values.length !== 1 || !only) return;
    yield {
      at: shape.block.name,
      message: `${shape.name} can only be ${only.name}`,
    };
  },
};
