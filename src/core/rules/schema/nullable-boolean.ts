/** A yes or no that can also be neither. */

import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const nullableBoolean: Rule<Model> = {
  name: "nullable-boolean",
  severity: "info",
  preset: "strict",
  summary: "A flag has a third state, null",
  why: `A flag that may be null has three states, and most code knows two. \`where: { isActive: false }\` skips the rows with null, and so does \`where: { isActive: true }\`; \`NOT: { isActive: true }\` skips them as well, because in SQL the opposite of unknown is unknown. Counts of both sides no longer add up to the whole.

A flag is told where it has a default, so that nobody meant to leave it open, and where its name says what is so now: \`active\`, \`deleted\`, \`blocked\`. Answers that may be missing, such as \`success\` of a build that still runs, are left alone. It is told once in a model, at the first such flag.

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
    const odd = shape.fields.filter(isHalfOpen);
    const [first] = odd;
    if (first === undefined) return;
    const more = odd.length === 1 ? "" : `, like ${odd.length - 1} more of ${shape.name}`;
    yield {
      at: first.node.type ?? first.node.name,
      message: `${shape.name}.${first.name} can be true, false or null${more}`,
    };
  },
};

/** May be null, though a row that nobody asked about is meant to be one of the two. */
function isHalfOpen(field: FieldShape): boolean {
  const { typeName, arity, ignored, name } = field;
  if (typeName !== "Boolean" || arity !== "optional" || ignored) return false;
  return field.default !== undefined || states.has(wordsIn(name).at(-1) ?? "");
}

/** What is so or is not, at any time. */
const states = new Set(
  "active archived banned blocked deleted disabled enabled hidden locked".split(" "),
);
