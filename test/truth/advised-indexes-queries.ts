/**
 * Queries on every model of a schema, of the shapes that Prisma Client and people write, with values
 * that the assumed statistics know as common or as rare. Knows no plans.
 */
import type { Field, Model, Schema } from "../../src/core/schema/resolve.ts";
import { quoted } from "../../src/core/sql/write-name.ts";
import {
  type Asked,
  all,
  columnIn,
  comparable,
  equal,
  fieldsOf,
  filtered,
  isId,
  keyOf,
  namesOf,
  type Query,
  tableIn,
  timeOf,
} from "./advised-indexes-parts.ts";
import { byRelations } from "./advised-indexes-relations.ts";
import { isTime, valueFor } from "./advised-indexes-values.ts";

export function queriesOn(schema: Schema): Asked[] {
  return schema.models
    .filter(({ shape }) => shape.kind === "model" && !shape.ignored)
    .flatMap((model) =>
      [
        ...byKeys(model),
        ...byRelations(model, schema),
        ...byColumns(model),
        ...ordered(model),
        ...whole(model),
        ...combined(model),
        ...hidden(model),
        ...writes(model),
      ].map((query) => ({ ...query, model: model.shape.name })),
    );
}

function byKeys(model: Model): Query[] {
  return model.indexes.flatMap((index): Query[] => {
    const fields = fieldsOf(
      model,
      index.parts.map(({ field }) => field?.name),
    );
    const isWhole = fields.length === index.parts.length && index.where === undefined;
    if (!isWhole || !fields.every((field) => comparable(model).includes(field))) return [];
    const { conditions, values } = equal(model, fields);
    const isUnique = index.kind === "unique" || index.kind === "primary-key";
    const isFast = index.type === "BTree" || index.type === "Hash";
    if (!isUnique && !isFast) return [];
    const words = `by ${isUnique ? "key" : "index"} (${namesOf(fields)})`;
    const served = isUnique ? "unique" : "indexed";
    return [{ words, sql: filtered(model, conditions), values, served }];
  });
}

function byColumns(model: Model): Query[] {
  return [
    ...comparable(model).flatMap((field) => byColumn(model, field)),
    ...model.fields
      .filter(({ kind, shape }) => shape.arity === "list" && kind !== "relation")
      .flatMap((field) => byList(model, field)),
    ...model.fields
      .filter(({ shape }) => shape.typeName === "Json" && shape.arity !== "list")
      .flatMap((field) => byDocument(model, field)),
  ];
}

function byColumn(model: Model, field: Field): Query[] {
  const column = columnIn(model, field);
  const { name, arity, typeName } = field.shape;
  const value = valueFor(field) ?? "";
  const one = (words: string, condition: string, values: readonly string[] = []): Query => ({
    words: `${words} ${name}`,
    sql: filtered(model, [condition]),
    values,
  });
  return [
    one("by", `${column} = $1`, [value]),
    ...(typeName === "Boolean" ? [one("by other", `${column} = $1`, ["true"])] : []),
    ...(arity === "optional"
      ? [one("without", `${column} IS NULL`), one("with some", `${column} IS NOT NULL`)]
      : []),
    ...(isSearchable(field)
      ? [
          one("ILIKE on", `${column}::text ILIKE $1`, ["%abc%"]),
          one("LIKE on", `${column}::text LIKE $1`, ["%abc"]),
          one("begins", `${column}::text LIKE $1`, ["abc%"]),
        ]
      : []),
    ...(isTime(field)
      ? [
          one("last week by", `${column} >= now() - interval '7 days'`),
          one(
            "one day of",
            `${column} >= now() - interval '9 days' AND ${column} < now() - interval '8 days'`,
          ),
        ]
      : []),
    ...(/^(?:Int|BigInt|Decimal|Float)$/.test(typeName)
      ? [one("few by", `${column} > $1`, ["995"]), one("most by", `${column} > $1`, ["5"])]
      : []),
  ];
}

function isSearchable({ kind, shape }: Field): boolean {
  return (
    kind === "scalar" &&
    shape.typeName === "String" &&
    /^(?:Text|VarChar|Char|Citext)?$/.test(shape.nativeType?.name ?? "")
  );
}

function byList(model: Model, field: Field): Query[] {
  const value = valueFor(field);
  if (value === undefined) return [];
  const column = columnIn(model, field);
  const list = `{${value}}`;
  return [
    { words: `has ${field.shape.name}`, sql: filtered(model, [`${column} @> $1`]), values: [list] },
    {
      words: `has some of ${field.shape.name}`,
      sql: filtered(model, [`${column} && $1`]),
      values: [list],
    },
    {
      words: `any of ${field.shape.name}`,
      sql: filtered(model, [`$1 = ANY(${column})`]),
      values: [value],
      instead: { sql: filtered(model, [`${column} @> $1`]), values: [list] },
    },
  ];
}

function byDocument(model: Model, field: Field): Query[] {
  const column = columnIn(model, field);
  const { name, nativeType } = field.shape;
  const path = {
    words: `arrow into ${name}`,
    sql: filtered(model, [`${column}->>'kind' = $1`]),
    values: ["a"],
  };
  if (nativeType?.name === "Json") return [path];
  return [
    path,
    {
      words: `path of ${name}`,
      sql: filtered(model, [`(${column}#>ARRAY['kind']::text[])::jsonb = $1`]),
      values: ['"a"'],
    },
    {
      words: `contained in ${name}`,
      sql: filtered(model, [`${column} @> $1`]),
      values: ['{"kind": "a"}'],
    },
    { words: `key of ${name}`, sql: filtered(model, [`${column} ? 'kind'`]), values: [] },
  ];
}

function ordered(model: Model): Query[] {
  const key = keyOf(model).map((field) => columnIn(model, field));
  const keys = key.map((column) => `${column} ASC`).join(", ");
  const sorts = comparable(model).filter(({ shape }) =>
    /^(?:DateTime|Int|BigInt|Decimal|Float|String)$/.test(shape.typeName),
  );
  const time = timeOf(model);
  return [
    ...sorts.flatMap((field): Query[] => {
      const by = `${columnIn(model, field)} DESC`;
      const words = `first by ${field.shape.name}`;
      return [
        { words, sql: `${all(model)} WHERE 1=1 ORDER BY ${by} LIMIT 20 OFFSET 0`, values: [] },
        ...(field.shape.arity === "optional"
          ? [
              {
                words: `${words}, nulls last`,
                sql: `${all(model)} ORDER BY ${by} NULLS LAST LIMIT 20`,
                values: [],
              },
            ]
          : []),
      ];
    }),
    ...(time === undefined || keys === ""
      ? []
      : [
          {
            words: `first by ${time.shape.name} and key`,
            sql: `${all(model)} ORDER BY ${columnIn(model, time)} DESC, ${keys} LIMIT 20`,
            values: [],
          },
          {
            words: `after a row by ${time.shape.name}`,
            sql: filtered(
              model,
              [
                `${columnIn(model, time)} < $1 OR (${columnIn(model, time)} = $1 AND ${key[0]} > $2)`,
              ],
              ` ORDER BY ${columnIn(model, time)} DESC, ${keys} LIMIT 20`,
            ),
            values: [
              valueFor(time) ?? "",
              ...keyOf(model)
                .slice(0, 1)
                .map((field) => valueFor(field) ?? ""),
            ],
          },
          {
            words: `page 500 by ${time.shape.name}`,
            sql: `${all(model)} ORDER BY ${columnIn(model, time)} DESC LIMIT 20 OFFSET 10000`,
            values: [],
          },
        ]),
    ...(keys === ""
      ? []
      : [
          {
            words: "page 500 by key",
            sql: `${all(model)} ORDER BY ${keys} LIMIT 20 OFFSET 10000`,
            values: [],
            instead: {
              sql: `${all(model)} WHERE (${key.join(", ")}) > (${key.map((_, at) => `$${at + 1}`).join(", ")}) ORDER BY ${keys} LIMIT 20`,
              values: keyOf(model).map((field) => valueFor(field) ?? ""),
            },
          },
          {
            words: "first by key",
            sql: `${all(model)} WHERE 1=1 ORDER BY ${keys} LIMIT 20 OFFSET 0`,
            values: [],
            served: "unique" as const,
          },
        ]),
  ];
}

function whole(model: Model): Query[] {
  return [
    { words: "all", sql: all(model), values: [] },
    { words: "any 20", sql: `${all(model)} LIMIT 20`, values: [], served: "unique" },
    {
      words: "count",
      sql: `SELECT COUNT(*) FROM (SELECT 1 FROM ${tableIn(model)} WHERE 1=1 OFFSET 0) AS "sub"`,
      values: [],
      served: "indexed",
    },
  ];
}

/** Two columns at once: neighbours, and each with the time at which rows were made. */
function combined(model: Model): Query[] {
  const fields = comparable(model).filter(({ shape }) => !shape.node.attributes.some(isId));
  const time = timeOf(model);
  return fields.flatMap((field, at): Query[] => {
    const next = fields[at + 1];
    const own = equal(model, [field]);
    const both = next && equal(model, [field, next]);
    return [
      ...(both && next
        ? [
            {
              words: `by ${namesOf([field, next])}`,
              sql: filtered(model, both.conditions),
              values: both.values,
            },
            {
              words: `by ${namesOf([field])} or ${namesOf([next])}`,
              sql: `${all(model)} WHERE (${both.conditions.join(" OR ")})`,
              values: both.values,
            },
          ]
        : []),
      ...(time && time !== field
        ? [
            {
              words: `last week by ${field.shape.name}`,
              sql: filtered(model, [
                ...own.conditions,
                `${columnIn(model, time)} >= now() - interval '7 days'`,
              ]),
              values: own.values,
            },
            {
              words: `latest by ${field.shape.name}`,
              sql: filtered(
                model,
                own.conditions,
                ` ORDER BY ${columnIn(model, time)} DESC LIMIT 20`,
              ),
              values: own.values,
            },
          ]
        : []),
    ];
  });
}

/** The column goes through something before it is compared, or is compared with what it is not. */
function hidden(model: Model): Query[] {
  return comparable(model).flatMap((field): Query[] => {
    const column = columnIn(model, field);
    const { name } = field.shape;
    const value = valueFor(field) ?? "";
    const one = (words: string, condition: string, values = [value], better?: string): Query => ({
      words: `${words} ${name}`,
      sql: filtered(model, [condition]),
      values,
      ...(better && { instead: { sql: filtered(model, [better]), values } }),
    });
    const day = `${column} >= current_date - 9 AND ${column} < current_date - 8`;
    return [
      one("all but", `${column} <> $1`),
      ...(isSearchable(field) ? [one("lower", `lower(${column}) = $1`)] : []),
      ...(isTime(field)
        ? [one("on the day of", `${column}::date = current_date - 9`, [], day)]
        : isSearchable(field)
          ? []
          : [one("as text", `${column}::text = $1`, [value], `${column} = $1`)]),
    ];
  });
}

function writes(model: Model): Query[] {
  const [field] = comparable(model).filter(({ shape }) => !shape.node.attributes.some(isId));
  if (field === undefined) return [];
  const { conditions, values } = equal(model, [field]);
  const set = `${quoted(field.shape.column)} = ${quoted(field.shape.column)}`;
  return [
    {
      words: `update by ${field.shape.name}`,
      sql: `UPDATE ${tableIn(model)} SET ${set} WHERE (${conditions.join(" AND ")})`,
      values,
    },
    {
      words: `delete by ${field.shape.name}`,
      sql: `DELETE FROM ${tableIn(model)} WHERE (${conditions.join(" AND ")})`,
      values,
    },
    {
      words: "exists",
      sql: `SELECT EXISTS (${filtered(model, conditions)}) AS "is"`,
      values,
    },
  ];
}
