/** Columns of one name that have another type in one model than in all others. */
import { wordsIn } from "../../base/words.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";

/** As many columns of the name must agree before the one that does not is told. */
const fewest = 4;

/** And this share of them. */
const share = 0.8;

export const columnTypeDiffersAcrossModels: Rule<Schema> = {
  name: "column-type-differs-across-models",
  severity: "hint",
  preset: "strict",
  summary: "A column has another type than the columns of its name in other models",
  why: `Whoever has seen \`weight\` as a whole number in five tables takes it for one in the sixth. If it is a \`Decimal\` there, sums come out as objects instead of numbers, comparisons are by text, and a union or a copy from the one table to the other needs a cast that rounds or fails. Often the two were never meant to differ: the later one was written without looking at the others.

Only columns whose name at least four other models use with one and the same type are told. Database types count where both state one, such as \`VarChar(20)\` beside \`VarChar(50)\`. Names such as \`value\` and \`type\`, which mean something else in each table, are left alone, and so are keys, ids without a relation and times.

Instead, decide which type is right and change the few to it, or give the one that means something else a name of its own, such as \`weightInKilograms\`.`,
  examples: [
    {
      bad: `
        model OrderItem {
          id     Int @id
          weight Int
        }

        model CartItem {
          id     Int @id
          weight Int
        }

        model ReturnItem {
          id     Int @id
          weight Int
        }

        model StockItem {
          id     Int @id
          weight Int
        }

        model SupplyItem {
          id     Int    @id
          weight String
          //     ^^^^^^
        }
      `,
    },
    {
      good: `
        model OrderItem {
          id     Int @id
          weight Int
        }

        model SupplyItem {
          id     Int     @id
          weight Decimal @db.Decimal(12, 3)
        }
      `,
    },
  ],
  *check({ models }) {
    const uses = new Map<string, Use>();
    for (const model of models) {
      for (const column of columnsOf(model)) {
        const { name } = column.field;
        const use = uses.get(name);
        if (use === undefined) uses.set(name, { first: column, more: [], differs: false });
        else {
          use.more.push(column);
          use.differs ||= column.scalar !== use.first.scalar || column.native !== use.first.native;
        }
      }
    }
    for (const { first, more, differs } of uses.values()) {
      if (differs && more.length >= fewest) yield* oddOnes([first, ...more]);
    }
  },
};

type Column = {
  readonly model: ModelShape;
  readonly field: FieldShape;
  readonly scalar: string;
  /** The database type, where one is stated that says what the others can be compared with. */
  readonly native: string | undefined;
};

type Use = { readonly first: Column; readonly more: Column[]; differs: boolean };

const known = new WeakMap<Model, readonly Column[]>();

function columnsOf(model: Model): readonly Column[] {
  const before = known.get(model);
  if (before) return before;
  const now = isTable(model) && !model.shape.ignored ? readColumns(model) : [];
  known.set(model, now);
  return now;
}

function readColumns({ shape: model, fields, relations, indexes }: Model): Column[] {
  const keys = new Set([
    ...indexes
      .filter(({ kind }) => kind === "primary-key")
      .flatMap(({ parts }) => parts.map(({ field }) => field)),
    ...relations.flatMap(({ foreignKey }) => foreignKey?.fields ?? []),
  ]);
  return fields.flatMap(({ kind, shape: field }) => {
    const { typeName: scalar, name, arity } = field;
    if (kind !== "scalar" || arity === "list" || keys.has(field) || generic.has(name)) return [];
    // What it points at differs, and so do the keys of that.
    if (references.has(wordsIn(name).at(-1) ?? "")) return [];
    // How times are kept is the matter of rules about times.
    return scalar === "DateTime" ? [] : [{ model, field, scalar, native: nativeType(field) }];
  });
}

const references = new Set(["id", "ids", "guid", "uuid"]);

const generic = new Set(
  "code config content data from id key kind level options order position rank result role scope settings source state status target tier to type value version".split(
    " ",
  ),
);

/** Chosen for what stands in the one column, or the matter of a rule about that very type. */
const incomparable = new Set(["Text", "Citext", "Char", "Json", "Money"]);

function nativeType({ nativeType }: FieldShape): string | undefined {
  if (!nativeType || incomparable.has(nativeType.name)) return undefined;
  const { name, arguments: sizes } = nativeType;
  return sizes.length > 0 ? `${name}(${sizes.join(", ")})` : name;
}

function* oddOnes(columns: readonly Column[]): Generator<Finding> {
  const scalar = usualOf(columns.map((column) => column.scalar));
  if (scalar === undefined) return;
  for (const column of columns) {
    // Money in a Float is told where it stands.
    const isFloat = column.scalar === "Float" && scalar.type === "Decimal";
    if (column.scalar !== scalar.type && !isFloat) yield finding(column, column.scalar, scalar);
  }
  const stated = columns.filter((column) => column.scalar === scalar.type && column.native);
  const native = usualOf(stated.map((column) => column.native ?? ""));
  if (native === undefined) return;
  for (const column of stated) {
    if (column.native !== native.type) yield finding(column, column.native ?? "", native);
  }
}

type Usual = { readonly type: string; readonly count: number };

function usualOf(types: readonly string[]): Usual | undefined {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  for (const [type, count] of counts) {
    if (count >= fewest && count >= types.length * share) return { type, count };
  }
  return undefined;
}

function finding({ model, field }: Column, type: string, usual: Usual): Finding {
  return {
    at: field.node.type ?? field.node.name,
    message: `${model.name}.${field.name} is ${type}, and ${usual.type} in ${usual.count} other models`,
  };
}
