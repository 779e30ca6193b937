/** Names of indexes and constraints that are built differently from all others. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { argumentsOf } from "../../schema/attributes.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { AttributeNode } from "../../schema/syntax.ts";

/** As many names must be built alike before they are a convention. */
const fewest = 5;

/** And this share of all names of their kind. */
const share = 0.8;

export const constraintNameOffConvention: Rule<Schema> = {
  name: "constraint-name-off-convention",
  severity: "hint",
  preset: "all",
  summary: "The name of an index or constraint is built differently from the others",
  why: `When an insert fails, the name of the constraint is what the error shows; when a query is slow, the name of the index is what the plan shows. Where nearly all of them say table and columns, \`orders_customer_id_key\`, the one that is called \`unique_1\` has to be looked up, and a script that finds indexes by name misses it.

What counts is how most names of their kind in this schema begin and end, Prisma's own among them. What stands between may be shortened: a name has to fit into 63 bytes.

Instead, remove \`map\` where the others have Prisma's own name, or write the name as the others have it. The migration then only renames; look at it before it runs, and at whatever mentions the old name, such as code that tells errors apart by the name of the constraint.`,
  examples: [
    {
      bad: `
        model Order {
          id         Int    @id
          number     String
          status     String
          currency   String
          placedAt   DateTime
          customerId Int

          @@index([number])
          @@index([status])
          @@index([placedAt])
          @@index([customerId])
          @@index([customerId, status])
          @@index([currency, placedAt], map: "fast_lookup")
          //                            ^^^^^^^^^^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Order {
          id         Int    @id
          customerId Int
          number     String

          @@index([customerId], map: "idx_orders_customer")
          @@index([number], map: "order_by_number")
        }
      `,
    },
  ],
  *check({ models }) {
    const usual = usualAffixes(models);
    for (const model of models) {
      for (const stated of namesOf(model).stated) {
        const { before, after } = usual[stated.kind] ?? nothing;
        const begins = stated.name.startsWith(before);
        if (begins && stated.name.endsWith(after)) continue;
        yield finding(stated, begins ? `ends in ${after}` : `begins with ${before}`);
      }
    }
  },
};

const kinds = ["primary-key", "unique", "index", "foreign-key"] as const;

type Kind = (typeof kinds)[number];

/** A name with what it is about left open: `{table}_{columns}_idx`. */
type Form = string;

type StatedName = {
  readonly kind: Kind;
  readonly name: string;
  readonly form: Form;
  readonly attribute: AttributeNode;
};

/** What stands where a form is open. */
type Values = { readonly table: string; readonly columns: string; readonly target: string };

type Names = {
  readonly stated: readonly StatedName[];
  /** How many have the name that Prisma gives them. */
  readonly unstated: Readonly<Record<Kind, number>>;
};

const prismas: Readonly<Record<Kind, Form>> = {
  "primary-key": "{table}_pkey",
  unique: "{table}_{columns}_key",
  index: "{table}_{columns}_idx",
  "foreign-key": "{table}_{columns}_fkey",
};

const known = new WeakMap<Model, Names>();

function namesOf(model: Model): Names {
  const before = known.get(model);
  if (before) return before;
  const now = isTable(model) ? readNames(model) : { stated: [], unstated: noneYet() };
  known.set(model, now);
  return now;
}

function noneYet(): Record<Kind, number> {
  return { "primary-key": 0, unique: 0, index: 0, "foreign-key": 0 };
}

function readNames({ shape, indexes, relations, settings }: Model): Names {
  const stated: StatedName[] = [];
  const unstated = noneYet();
  const add = (kind: Kind, name: string | undefined, attribute: AttributeNode, values: Values) => {
    if (name === undefined) unstated[kind]++;
    else stated.push({ kind, name, form: formOf(name, values), attribute });
  };
  const { table } = shape;
  for (const { kind, map, attribute, parts } of indexes) {
    const columns = parts.map(({ column }) => column).join("_");
    add(kind === "fulltext" ? "index" : kind, map, attribute, { table, columns, target: "" });
  }
  for (const { field, foreignKey, target } of relations) {
    // Where Prisma Client emulates relations, the database has no foreign keys to name.
    if (!foreignKey || !field.relation || settings.relationMode === "prisma") continue;
    const columns = foreignKey.fields.map(({ column }) => column).join("_");
    const { map, attribute } = field.relation;
    add("foreign-key", map, attribute, { table, columns, target: target.table });
  }
  return { stated, unstated };
}

/** What is longest is looked for first: a column may be called like its table. */
function formOf(name: string, values: Values): Form {
  const open = (["columns", "table", "target"] as const)
    .filter((key) => values[key] !== "")
    .toSorted((a, b) => values[b].length - values[a].length);
  let form = name;
  for (const key of open) form = openAt(form, values[key], `{${key}}`);
  return form;
}

/** As a word: the column `id` is not the beginning of `idx_`. */
function openAt(form: Form, value: string, placeholder: string): Form {
  for (let at = form.indexOf(value); at >= 0; at = form.indexOf(value, at + 1)) {
    const end = at + value.length;
    if (isWordPart(form[at - 1]) || isWordPart(form[end])) continue;
    return form.slice(0, at) + placeholder + form.slice(end);
  }
  return form;
}

function isWordPart(character = ""): boolean {
  return /[\p{L}\d]/u.test(character);
}

/** What stands before all that is left open, and behind it. */
type Affixes = { readonly before: string; readonly after: string };

const nothing: Affixes = { before: "", after: "" };

function usualAffixes(models: readonly Model[]): Record<Kind, Affixes | undefined> {
  const unstated = noneYet();
  const stated: StatedName[] = [];
  for (const model of models) {
    const names = namesOf(model);
    for (const kind of kinds) unstated[kind] += names.unstated[kind];
    for (const name of names.stated) stated.push(name);
  }
  const usualOf = (kind: Kind): Affixes | undefined => {
    const forms = new Map([[prismas[kind], unstated[kind]]]);
    const own = stated.filter((name) => name.kind === kind);
    for (const { form } of own) forms.set(form, (forms.get(form) ?? 0) + 1);
    const [usual, count] = [...forms].reduce((most, each) => (each[1] > most[1] ? each : most));
    const all = own.length + unstated[kind];
    return count >= fewest && count >= all * share ? affixesOf(usual) : undefined;
  };
  return {
    "primary-key": usualOf("primary-key"),
    unique: usualOf("unique"),
    index: usualOf("index"),
    "foreign-key": usualOf("foreign-key"),
  };
}

function affixesOf(form: Form): Affixes | undefined {
  const first = form.indexOf("{");
  return first < 0
    ? undefined
    : { before: form.slice(0, first), after: form.slice(form.lastIndexOf("}") + 1) };
}

const spoken: Readonly<Record<Kind, string>> = {
  "primary-key": "primary key",
  unique: "unique",
  index: "index",
  "foreign-key": "foreign key",
};

function finding({ kind, name, attribute }: StatedName, usual: string): Finding {
  return {
    at: argumentsOf(attribute).find((argument) => argument.name?.text === "map") ?? attribute,
    message: `The name of the ${spoken[kind]} ${name} is built differently: nearly every other one ${usual}`,
  };
}
