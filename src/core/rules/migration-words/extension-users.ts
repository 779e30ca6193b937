/**
 * Which columns, defaults and indexes need an extension: the types, functions and operator classes
 * that the extensions most used with Prisma bring. Others are not known here.
 */

import type { Catalog } from "../../sql/catalog.ts";
import { shortName } from "../../sql/write-name.ts";
import type { Dependent } from "./dependents.ts";

type Brings = {
  readonly types?: readonly string[];
  readonly functions?: readonly string[];
  /** Operator classes, as they end the parts of an index. */
  readonly operators?: RegExp;
};

const brought: Readonly<Record<string, Brings>> = {
  citext: { types: ["citext"] },
  hstore: { types: ["hstore"] },
  ltree: { types: ["ltree", "lquery", "ltxtquery"] },
  cube: { types: ["cube"] },
  vector: {
    types: ["vector", "halfvec", "sparsevec"],
    operators: /\b(?:half|sparse)?vec(?:tor)?_(?:l1|l2|ip|cosine)_ops\b/i,
  },
  postgis: { types: ["geometry", "geography", "box2d", "box3d"] },
  "uuid-ossp": {
    functions: [
      "uuid_generate_v1",
      "uuid_generate_v1mc",
      "uuid_generate_v3",
      "uuid_generate_v4",
      "uuid_generate_v5",
    ],
  },
  pg_uuidv7: { functions: ["uuid_generate_v7"] },
  pgcrypto: { functions: ["gen_random_bytes", "digest", "hmac", "crypt", "gen_salt"] },
  pg_trgm: { operators: /\bgi(?:n|st)_trgm_ops\b/i },
};

export function usersOfExtension(before: Catalog, extension: string): readonly Dependent[] {
  const { types = [], functions = [], operators } = brought[extension] ?? {};
  const found: Dependent[] = [];
  for (const [table, { columns }] of before.tables) {
    for (const { name, type, default: value } of columns.values()) {
      if (types.includes(type.name)) {
        found.push({
          words: `the column ${name} of ${shortName(table)}`,
          isIn: ({ tables }) => tables.get(table)?.columns.has(name) ?? false,
        });
      } else if (value?.functions.some((called) => functions.includes(called))) {
        found.push({
          words: `the default of ${name} of ${shortName(table)}`,
          isIn: ({ tables }) => tables.get(table)?.columns.get(name)?.default !== undefined,
        });
      }
    }
  }
  for (const [key, { name, table, definition = "" }] of before.indexes) {
    if (!operators?.test(definition)) continue;
    found.push({
      words: `${name} of ${shortName(table)}`,
      isIn: ({ indexes }) => indexes.has(key),
    });
  }
  return found;
}
