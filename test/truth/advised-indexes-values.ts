/** One value for a column of each type, as PostgreSQL reads it; of an enum the rarest. */
import type { Field } from "../../src/core/schema/resolve.ts";

/** Undefined for what cannot be compared with `=`, or of which nothing is known. */
export function valueFor({ kind, type, shape }: Field): string | undefined {
  if (kind === "enum" && type?.kind === "enum") return type.values.at(-1)?.databaseName;
  if (kind !== "scalar") return undefined;
  const native = shape.nativeType;
  const own = byNativeType[native?.name ?? ""];
  if (own !== undefined) return own(Number(native?.arguments[0] ?? 1));
  if (native?.name === "Json" || native?.name === "Xml") return undefined;
  return byType[shape.typeName];
}

/** A date or a time with its date. */
export function isTime({ kind, shape }: Field): boolean {
  const native = shape.nativeType?.name;
  return (
    kind === "scalar" &&
    shape.typeName === "DateTime" &&
    shape.arity !== "list" &&
    native !== "Time" &&
    native !== "Timetz"
  );
}

const byType: Readonly<Record<string, string>> = {
  String: "abc",
  Boolean: "false",
  Int: "7",
  BigInt: "7",
  Float: "7",
  Decimal: "7",
  DateTime: "2026-03-01 10:00:00",
  Bytes: "\\xab",
};

const byNativeType: Readonly<Record<string, (length: number) => string>> = {
  Uuid: () => "0b5f1c3e-8d1a-4c77-9a53-2d4f6f0c9b11",
  Inet: () => "10.0.0.1",
  Char: (length) => "abcdefgh".slice(0, length),
  VarChar: (length) => "abc".slice(0, length),
  Bit: (length) => "0".repeat(length),
  VarBit: () => "0",
  Date: () => "2026-03-01",
  Time: () => "10:00:00",
  Timetz: () => "10:00:00+00",
};
