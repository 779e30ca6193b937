/** For rules about migrations: a type as a message calls it. Knows nothing of what it costs. */
import type { TypeName } from "../../sql/step.ts";

/** `integer`, `varchar(20)`, `timestamp(3)`, `text[]`, `Role`. */
export function typeText({ schema, name, modifiers, isArray }: TypeName): string {
  const own = spoken[name] ?? name;
  const inSchema = schema === undefined || schema === "public" ? own : `${schema}.${own}`;
  const length = modifiers.length > 0 ? `(${modifiers.join(", ")})` : "";
  return `${inSchema}${length}${isArray ? "[]" : ""}`;
}

const spoken: Readonly<Record<string, string>> = {
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  serial2: "smallserial",
  serial4: "serial",
  serial8: "bigserial",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  bpchar: "char",
  varbit: "bit varying",
};
