/** A list that is named like one of its items. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { isAllowed, type NamingOptions, namingOptions } from "../naming.ts";
import { isPlural, isUncountable, singularOf } from "../plural.ts";

export const singularListField: Rule<Model, NamingOptions> = {
  name: "singular-list-field",
  severity: "hint",
  preset: "strict",
  summary: "A list of related rows is named in the singular",
  why: `\`user.post\` reads like one post and is an array. \`if (user.post)\` is true for a user without posts, \`user.post?.title\` is \`undefined\` for one who has some, and where the types are loose nobody is told. \`include: { post: true }\` looks harmless and loads all of them.

The field exists in the client only; renaming it needs no migration. It is told once in a model, at the first such field.

Instead, rename the field to the plural with *Rename Symbol* (F2) of the Prisma extension and follow it through the code that uses it.`,
  options: namingOptions,
  examples: [
    {
      bad: `
        model User {
          id   Int    @id
          post Post[]
        //^^^^
        }

        model Post {
          id       Int  @id
          authorId Int
          author   User @relation(fields: [authorId], references: [id])
        }
      `,
    },
    {
      good: `
        model User {
          id    Int    @id
          posts Post[]
        }

        model Post {
          id       Int  @id
          authorId Int
          author   User @relation(fields: [authorId], references: [id])
        }
      `,
    },
  ],
  *check({ shape, relations }, options) {
    const odd = relations.filter(
      ({ field }) => isNamedLikeOne(field, shape.name) && !isAllowed(options, field.name),
    );
    const [first] = odd;
    if (first === undefined) return;
    const { node, name, typeName } = first.field;
    const more = odd.length === 1 ? "" : `, like ${odd.length - 1} more of ${shape.name}`;
    yield {
      at: node.name,
      message: `${shape.name}.${name} is named like one ${typeName} and holds a list${more}`,
    };
  },
};

/**
 * Ends in the same noun as the model of the list, in the singular: other names may be plurals that
 * no rule knows. `metricsDaily` has its plural elsewhere, and what introspection calls
 * `post_post_authorIdTouser` is past help.
 */
function isNamedLikeOne({ name, arity, typeName }: FieldShape, model: string): boolean {
  if (arity !== "list" || name.toLowerCase().endsWith(`to${model.toLowerCase()}`)) return false;
  const words = wordsIn(name);
  const last = words.at(-1) ?? "";
  return (
    last === wordsIn(singularOf(typeName)).at(-1) &&
    !/\d/.test(last) &&
    !words.some((word) => isPlural(word) || isUncountable(word))
  );
}
