/** A table without a field that this project wants in each. */
import { z } from "zod";
import type { Fix, Rule } from "../../lint/rule.ts";
import { addFields } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import { matcher } from "../naming.ts";

const patterns = z.array(z.string());

const requiredField = z.strictObject({
  name: z.string().meta({ description: "The name of the field." }),
  type: z
    .string()
    .regex(/^\w+(\[\]|\?)?([ \t]+@.*)?$/, "not a type with its attributes, on one line")
    .meta({ description: "What the fix writes behind the name: DateTime @default(now())." })
    .optional(),
  models: patterns
    .meta({ description: "Only in models of these names; * stands for anything." })
    .default(["*"]),
  except: patterns
    .meta({ description: "Not in models of these names; * stands for anything." })
    .default([]),
});

type RequiredField = z.infer<typeof requiredField>;

const options = z.strictObject({
  fields: z
    .array(requiredField)
    .meta({ description: "The fields that each table has to have." })
    .default([]),
});

export const requiredFieldMissing: Rule<Model, z.infer<typeof options>> = {
  name: "required-field-missing",
  severity: "warning",
  summary: "A table lacks a field that the configuration wants in each",
  why: `Teams agree on fields that every table has: the tenant, who changed a row last, a version for optimistic locking. Code that works on all tables alike, such as an extension of the client, an export or a row-level security policy, relies on them, and fails on the one table where somebody forgot.

Nothing is told until the configuration names the fields. With a \`type\` the fix writes the field; a required one without \`@default\` makes the migration fail on a table that has rows, so that fix is made one at a time.`,
  options,
  examples: [
    {
      options: { fields: [{ name: "updatedBy", type: "String?", except: ["*Log"] }] },
      bad: `
        model Invoice {
          //  ^^^^^^^
          id Int @id
        }

        model AuditLog {
          id Int @id
        }
      `,
      fixed: `
        model Invoice {
          id        Int     @id
          updatedBy String?
        }

        model AuditLog {
          id Int @id
        }
      `,
    },
    {
      options: { fields: [{ name: "updatedBy" }] },
      good: `
        model Invoice {
          id        Int    @id
          updatedBy String
        }
      `,
    },
  ],
  *check(model, { fields }) {
    const { shape } = model;
    if (fields.length === 0 || !isTable(model) || shape.ignored) return;
    for (const field of fields) {
      const isThere = shape.fields.some(({ name }) => name === field.name);
      if (isThere || !isWanted(field, shape.name)) continue;
      const fix = addField(model, field);
      yield {
        at: shape.block.name,
        message: `${shape.name} has no field ${field.name}`,
        ...(fix && { fix }),
      };
    }
  },
};

function isWanted({ models, except }: RequiredField, name: string): boolean {
  return matcher(models)(name) && !matcher(except)(name);
}

function addField(
  { shape, fields }: Model,
  { name, type: stated }: RequiredField,
): Fix | undefined {
  const after = fields.findLast(({ kind }) => kind !== "relation") ?? fields.at(-1);
  if (stated === undefined || after === undefined) return undefined;
  const type = /^\S+/.exec(stated)?.[0] ?? "";
  const attributes = stated.slice(type.length).trim();
  const isFilled = /[?\]]$/.test(type) || attributes.includes("@default");
  return {
    title: `Add ${name} ${stated}`,
    edits: addFields(shape.block, after.shape.node, [{ name, type, attributes }]),
    ...(!isFilled && { alone: true }),
  };
}
