/** An enum whose name is not written like a type. */
import { pascalCase } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Enum } from "../../schema/resolve.ts";
import { isAllowed, type NamingOptions, namingOptions } from "../naming.ts";

export const enumNameNotPascalCase: Rule<Enum, NamingOptions> = {
  name: "enum-name-not-pascal-case",
  severity: "hint",
  preset: "strict",
  summary: "An enum is not named in PascalCase",
  why: `The name of an enum is the name of a TypeScript type and of the object that holds its values: \`order_status.open\` reads like a row, \`OrderStatus.open\` like what it is. Generators that turn enums into GraphQL or OpenAPI types carry the odd name on into a public interface.

Introspection names enums after the types of the database, so this is how a schema looks that was pulled from one.

Instead, use the refactoring *Rename … and keep its name in the database* (Ctrl/Cmd+. on the name), which follows the name through all files of the schema. It also adds \`@@map("order_status")\`, so the type keeps its name in the database and no migration is needed; code that uses it has to follow.`,
  options: namingOptions,
  examples: [
    {
      bad: `
        enum order_status {
        //   ^^^^^^^^^^^^
          open
          paid
        }
      `,
    },
    {
      good: `
        enum OrderStatus {
          open
          paid

          @@map("order_status")
        }
      `,
    },
  ],
  *check({ shape: { name, block } }, options) {
    const wanted = pascalCase(name);
    if (wanted === name || isAllowed(options, name)) return;
    yield { at: block.name, message: `The enum ${name} is not named in PascalCase: ${wanted}` };
  },
};
