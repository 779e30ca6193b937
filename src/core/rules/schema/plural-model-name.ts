/** A model that is named after all its rows instead of one. */
import type { Rule } from "../../lint/rule.ts";
import type { Model } from "../../schema/resolve.ts";
import { isAllowed, type NamingOptions, namingOptions } from "../naming.ts";
import { isPlural, singularOf } from "../plural.ts";

export const pluralModelName: Rule<Model, NamingOptions> = {
  name: "plural-model-name",
  severity: "hint",
  preset: "all",
  summary: "A model is named in the plural",
  why: `A model is the type of one row. With \`model Users\` every variable that holds one customer has the type \`Users\`, and \`Users[]\`, \`UsersCreateManyInput\` and \`db.users.findUnique()\` read as if there were many where there is one. In a schema that has both \`Users\` and \`Invoice\`, each name has to be looked up.

Tables may well be named in the plural: that is what \`@@map("users")\` is for.

Instead, rename the model with *Rename Symbol* (F2) of the Prisma extension. It also adds \`@@map\` with the old name, so the table stays as it is and no migration is needed; code that uses the client has to follow.`,
  options: namingOptions,
  examples: [
    {
      bad: `
        model Users {
          //  ^^^^^
          id Int @id
        }
      `,
    },
    {
      good: `
        model User {
          id Int @id

          @@map("users")
        }

        model UserSettings {
          id Int @id
        }
      `,
    },
  ],
  *check({ shape: { name, block } }, options) {
    if (!isPlural(name) || joinsTwo.test(name) || isAllowed(options, name)) return;
    yield {
      at: block.name,
      message: `${name} is a plural, and each row is one ${singularOf(name)}`,
    };
  },
};

/** `CategoriesOnPosts`, as the Prisma documentation calls the table between two others. */
const joinsTwo = /s(On|_on_|_On_)\p{L}/u;
