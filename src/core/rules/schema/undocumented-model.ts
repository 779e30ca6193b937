/** A model about which nobody has said a word. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

export const undocumentedModel: Rule<Model> = {
  name: "undocumented-model",
  severity: "hint",
  preset: "all",
  summary: "A model has no documentation",
  why: `The name of a table rarely says what one row of it is: is an \`Order\` a basket, or only what was paid? Does a \`Subscription\` end, or is it replaced? Those who join later read it out of the code, each a little differently, and reports built on a wrong guess look right for months.

What is written with \`///\` above a model appears in the editor where the generated client is used, and generators take it over into diagrams and pages.

Instead, write one or two lines with \`///\` above the model: what one row stands for, who creates it, and when it ends. A comment with \`//\` is seen in this file only.`,
  examples: [
    {
      bad: `
        // Baskets are orders too.
        model Order {
        //    ^^^^^
          id Int @id
        }
      `,
    },
    {
      good: `
        /// What a customer has paid for. Created by the checkout, never deleted.
        model Order {
          id Int @id
        }
      `,
    },
  ],
  *check(model) {
    const { block, name } = model.shape;
    if (!isTable(model)) return;
    if (block.docs.some(({ style, text }) => style === "doc" && text.trim() !== "")) return;
    yield { at: block.name, message: `${name} has no documentation` };
  },
};
