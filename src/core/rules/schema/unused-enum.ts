/** A type that no column has. */
import type { Rule } from "../../lint/rule.ts";
import type { Schema } from "../../schema/resolve.ts";

export const unusedEnum: Rule<Schema> = {
  name: "unused-enum",
  severity: "info",
  summary: "No field has this enum as its type",
  why: `Prisma creates the enum in the database and exports it from the client, though no column can hold it. Whoever changes its values writes a migration that changes nothing; whoever reads the schema looks for the rows in vain. Usually its last column was dropped or turned into text, and in the second case text may still be checked against a list that has moved on.

Code may still import the enum from the generated client, so removing it can break a build.

Instead, search the code for its name, then delete the block; the migration is a single \`DROP TYPE\`. If a \`String\` column holds exactly these values, make the enum its type. If only the code needs the values, declare them there.`,
  examples: [
    {
      bad: `
        model Post {
          id Int @id
        }

        enum Visibility {
        //   ^^^^^^^^^^
          PUBLIC
          PRIVATE
        }
      `,
    },
    {
      good: `
        model Post {
          id         Int        @id
          visibility Visibility
        }

        enum Visibility {
          PUBLIC
          PRIVATE
        }
      `,
    },
  ],
  *check({ models, enums }) {
    if (enums.length === 0) return;
    const used = new Set<string>();
    for (const { shape } of models) for (const { typeName } of shape.fields) used.add(typeName);
    for (const { shape } of enums) {
      if (used.has(shape.name)) continue;
      yield { at: shape.block.name, message: `No field has the type ${shape.name}` };
    }
  },
};
