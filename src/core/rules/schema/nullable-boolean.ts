/** A yes or no that can also be neither. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const nullableBoolean: Rule<Model> = {
  name: "nullable-boolean",
  severity: "info",
  preset: "strict",
  summary: "A flag has a third state, null",
  why: `A flag that may be null has three states, and most code knows two. \`where: { isActive: false }\` skips the rows with null, and so does \`where: { isActive: true }\`; \`NOT: { isActive: true }\` skips them as well, because in SQL the opposite of unknown is unknown. Counts of both sides no longer add up to the whole.

Which of the two a null stands for is known only to those who wrote it, so no fix is offered.

Instead, fill the nulls with \`UPDATE\`, then remove the question mark and add the default that they stood for. If "not asked yet" is a state of its own, give it a name: an enum with three values tells every reader that there are three.`,
  examples: [
    {
      bad: `
        model User {
          id       Int      @id
          isActive Boolean? @default(true)
          //       ^^^^^^^^
        }
      `,
    },
    {
      good: `
        model User {
          id         Int        @id
          isActive   Boolean    @default(true)
          newsletter Newsletter @default(NOT_ASKED)
        }

        enum Newsletter {
          NOT_ASKED
          YES
          NO
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || shape.ignored) return;
    for (const { node, typeName, arity, name, ignored } of shape.fields) {
      if (typeName !== "Boolean" || arity !== "optional" || ignored || !node.type) continue;
      yield {
        at: node.type,
        message: `${shape.name}.${name} can be true, false or null`,
      };
    }
  },
};
