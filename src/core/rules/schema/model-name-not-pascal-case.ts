/** A model whose name is not written like a type. */
import { pascalCase } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Model } from "../../schema/resolve.ts";
import { isAllowed, type NamingOptions, namingOptions } from "../naming.ts";

export const modelNameNotPascalCase: Rule<Model, NamingOptions> = {
  name: "model-name-not-pascal-case",
  severity: "hint",
  preset: "strict",
  summary: "A model is not named in PascalCase",
  why: `The name of a model is the name of a TypeScript type, of a property of the client and of every type that is generated from it: \`audit_log\` becomes \`audit_logWhereUniqueInput\` and \`audit_logCreateNestedManyWithoutUserInput\`. Next to types in PascalCase it takes a look at the schema to tell how a name is spelled, and generators that turn models into classes or GraphQL types carry the odd name on into a public interface.

Introspection names models after tables, so this is how a schema looks that was pulled from a database.

Instead, use the refactoring *Rename … and keep its name in the database* (Ctrl/Cmd+. on the name), which follows the name through all files of the schema. It also adds \`@@map("audit_log")\`, so the table keeps its name and no migration is needed; code that uses the client has to follow.`,
  options: namingOptions,
  examples: [
    {
      bad: `
        model audit_log {
          //  ^^^^^^^^^
          id Int @id
        }
      `,
    },
    {
      good: `
        model AuditLog {
          id Int @id

          @@map("audit_log")
        }
      `,
    },
  ],
  *check({ shape }, options) {
    const { name, block, kind } = shape;
    const wanted = pascalCase(name);
    if (wanted === name || isAllowed(options, name)) return;
    yield {
      at: block.name,
      message: `The ${kind} ${name} is not named in PascalCase: ${wanted}`,
    };
  },
};
