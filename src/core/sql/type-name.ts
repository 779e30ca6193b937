/**
 * Types as the parser names them → as `step.ts` does: one name for each of PostgreSQL's own types,
 * modifiers as numbers. Does not know which types exist.
 */
import { childOf, listIn, type Node, numberIn, stringsIn } from "./node.ts";
import type { TypeName } from "./step.ts";

/** `node` is a TypeName of the parser's tree. */
export function readTypeName(node: Node | undefined): TypeName {
  const names = stringsIn(node, "names");
  const written = names.at(-1) ?? "";
  const schema = names.length > 1 ? names.at(-2) : undefined;
  const isOwn = schema === undefined || schema === "pg_catalog";
  const isArray = listIn(node, "arrayBounds").length > 0;
  // PostgreSQL calls the arrays of its types `_text`; nobody else's type is meant by that.
  const isUnderscored = isOwn && written.startsWith("_") && ownTypes.has(written.slice(1));
  const name = isUnderscored ? written.slice(1) : written;
  return {
    schema: isOwn ? undefined : schema,
    name: (isOwn ? aliases.get(name) : undefined) ?? name,
    modifiers: readModifiers(node, isOwn && name === "interval"),
    isArray: isArray || isUnderscored,
  };
}

/**
 * The parser gives `interval(3)` as [all fields, 3], `interval year` as [years]. A precision alone
 * stays one number; fields that are restricted make it two, with 6 where no precision is written.
 */
function readModifiers(node: Node | undefined, isInterval: boolean): readonly number[] {
  const modifiers = listIn(node, "typmods").flatMap(({ node: modifier }) => {
    const integer = childOf(modifier, "ival");
    return integer === undefined ? [] : [numberIn(integer, "ival")];
  });
  if (!isInterval || modifiers.length === 0) return modifiers;
  const [fields = allFields, precision] = modifiers;
  if (fields === allFields) return precision === undefined ? [] : [precision];
  return [fields, precision ?? 6];
}

const allFields = 0x7fff;

/** What the grammar does not fold by itself: pseudo types, and aliases that are only names. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["serial", "serial4"],
  ["bigserial", "serial8"],
  ["smallserial", "serial2"],
]);

const ownTypes: ReadonlySet<string> = new Set(
  `int2 int4 int8 float4 float8 bool varchar bpchar numeric timestamp timestamptz time timetz bit
   varbit interval text uuid json jsonb date bytea oid name money inet cidr macaddr xml`.split(
    /\s+/,
  ),
);
