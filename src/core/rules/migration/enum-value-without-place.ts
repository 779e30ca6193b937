/** A new enum value comes last. */

import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const enumValueWithoutPlace: StatementRule = {
  name: "enum-value-without-place",
  severity: "hint",
  preset: "all",
  language: "sql",
  steps: ["add-enum-value"],
  summary: "A value is added to an enum without saying where in its order",
  why: `Values of an enum have an order: ORDER BY, \`<\` and MAX follow it. Without BEFORE or AFTER the new value comes last, which is rarely where it belongs in "low, middle, high", and it cannot be moved later.

Prisma shows the values in the order of the schema but never writes a place, so the two can differ for good.

Instead, where the order means something, write it: \`ALTER TYPE "Level" ADD VALUE 'MIDDLE' BEFORE 'HIGH'\`.`,
  examples: [
    {
      before: `
        CREATE TYPE "Level" AS ENUM ('LOW', 'HIGH');
      `,
      bad: `
          ALTER TYPE "Level" ADD VALUE 'MIDDLE';
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TYPE "Level" AS ENUM ('LOW', 'HIGH');
      `,
      good: `
        ALTER TYPE "Level" ADD VALUE 'MIDDLE' BEFORE 'HIGH';
      `,
    },
  ],
  *check({ report }) {
    for (const step of stepsOf(report, "add-enum-value")) {
      if (step.place !== undefined) continue;
      yield {
        at: report.statement.at,
        message: `${step.value} comes last in the order of ${step.type.name}`,
      };
    }
  },
};
