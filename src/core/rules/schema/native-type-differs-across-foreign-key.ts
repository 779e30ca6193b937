/** A foreign key whose two ends are different types in the database. */
import { textOf } from "../../base/text.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import { addFieldAttribute, removeFieldAttribute } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { Provider } from "../../schema/settings.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";

export const nativeTypeDiffersAcrossForeignKey: Rule<Model> = {
  name: "native-type-differs-across-foreign-key",
  severity: "warning",
  summary: "A foreign key has another native type than the column it points at",
  why: `Prisma compares only its own types. That both ends are a \`String\` is enough for it, though one may be \`uuid\` and the other, for want of an \`@db\` attribute, \`text\`.

- \`text\` against \`uuid\`: the migration fails, \`foreign key constraint cannot be implemented\`. Where Prisma emulates relations there is no constraint to fail, and every hand-written join does instead.
- \`varchar(36)\` against \`text\`, \`smallint\` against \`integer\`: PostgreSQL makes the constraint, and one day a parent's key does not fit into the child. MySQL refuses integers of another size.
- \`timestamp\` against \`timestamptz\`: what is equal depends on the session's time zone.

The fix gives the foreign key the type of the column it points at. On a column that exists, read the migration before it runs: to turn \`text\` into \`uuid\`, Prisma drops the column and makes it anew. \`ALTER COLUMN … TYPE uuid USING "authorId"::uuid\`, written by hand, keeps the rows.`,
  examples: [
    {
      bad: `
        model Post {
          id       Int    @id
          author   User   @relation(fields: [authorId], references: [id])
          authorId String
          //       ^^^^^^
        }

        model User {
          id    String @id @db.Uuid
          posts Post[]
        }
      `,
      fixed: `
        model Post {
          id       Int    @id
          author   User   @relation(fields: [authorId], references: [id])
          authorId String @db.Uuid
        }

        model User {
          id    String @id @db.Uuid
          posts Post[]
        }
      `,
    },
    {
      good: `
        model Post {
          id       Int    @id
          author   User   @relation(fields: [authorId], references: [id])
          authorId String @db.Text
        }

        model User {
          id    String @id
          posts Post[]
        }
      `,
    },
  ],
  *check(model) {
    const { shape, relations, settings } = model;
    const defaults = defaultTypes[settings.provider];
    if (!isTable(model) || !defaults) return;
    const pairs = relations.flatMap(pairsOf);
    const told = new Set<FieldShape>();
    for (const { field, reference, target } of pairs) {
      const { type } = field.node;
      const own = columnType(field, defaults);
      const wanted = columnType(reference, defaults);
      if (!type || !own || !wanted || own === wanted || told.has(field)) continue;
      if (field.typeName !== reference.typeName) continue;
      told.add(field);
      const others = pairs.filter((pair) => pair.field === field);
      const agree = others.every((pair) => columnType(pair.reference, defaults) === wanted);
      const fixable = agree && !uuids.has(own) && !isReferenced(model, field);
      yield {
        at: type.name,
        message: `${shape.name}.${field.name} is ${own}, but ${target.name}.${reference.name} is ${wanted}`,
        ...(fixable && { fix: takeOver(shape, field, reference, wanted) }),
      };
    }
  },
};

/** Then the other end is the one that is wrong. */
const uuids = new Set(["Uuid", "UniqueIdentifier"]);

/** What a scalar is in the database where no native type is stated. */
const defaultTypes: { readonly [P in Provider]?: Readonly<Record<string, string>> } = {
  postgresql: {
    String: "Text",
    Boolean: "Boolean",
    Int: "Integer",
    BigInt: "BigInt",
    Float: "DoublePrecision",
    Decimal: "Decimal(65, 30)",
    DateTime: "Timestamp(3)",
    Bytes: "ByteA",
  },
  cockroachdb: {
    String: "String",
    Boolean: "Bool",
    Int: "Int4",
    BigInt: "Int8",
    Float: "Float8",
    Decimal: "Decimal(65, 30)",
    DateTime: "Timestamp(3)",
    Bytes: "Bytes",
  },
  mysql: {
    String: "VarChar(191)",
    Boolean: "TinyInt(1)",
    Int: "Int",
    BigInt: "BigInt",
    Float: "Double",
    Decimal: "Decimal(65, 30)",
    DateTime: "DateTime(3)",
    Bytes: "LongBlob",
  },
  sqlserver: {
    String: "NVarChar(1000)",
    Boolean: "Bit",
    Int: "Int",
    BigInt: "BigInt",
    Float: "Float(53)",
    Decimal: "Decimal(32, 16)",
    DateTime: "DateTime2",
    Bytes: "VarBinary(Max)",
  },
};

type Pair = {
  readonly field: FieldShape;
  readonly reference: FieldShape;
  readonly target: ModelShape;
};

function pairsOf({ foreignKey, target }: Model["relations"][number]): Pair[] {
  if (!foreignKey || target.kind !== "model") return [];
  return foreignKey.fields.flatMap((field, at) => {
    const reference = foreignKey.references[at];
    return reference ? [{ field, reference, target }] : [];
  });
}

/** As one would write it behind `@db.`; undefined for what has no native type, such as an enum. */
function columnType(
  { typeName, nativeType }: FieldShape,
  defaults: Readonly<Record<string, string>>,
): string | undefined {
  const byDefault = defaults[typeName];
  if (!nativeType || !byDefault) return byDefault;
  const { name, arguments: given } = nativeType;
  // PostgreSQL's varchar without a length is text by another name.
  if (name === "VarChar" && given.length === 0 && byDefault === "Text") return "Text";
  return given.length === 0 ? name : `${name}(${given.join(", ")})`;
}

/** Then another foreign key would differ once this field is changed. */
function isReferenced({ relations }: Model, { name }: FieldShape): boolean {
  return relations.some(({ opposite }) =>
    opposite?.relation?.references?.some(({ text }) => text === name),
  );
}

function takeOver(
  { block }: ModelShape,
  { node, nativeType }: FieldShape,
  reference: FieldShape,
  wanted: string,
): Fix {
  const title = `Change to ${wanted}`;
  if (!reference.nativeType) {
    return { title, edits: nativeType ? removeFieldAttribute(nativeType.attribute) : [] };
  }
  const text = textOf(reference.nativeType.attribute);
  return {
    title,
    edits: nativeType ? [{ at: nativeType.attribute, text }] : addFieldAttribute(block, node, text),
  };
}
