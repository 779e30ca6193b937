/**
 * EXPLAIN's objects as they come out of JSON: any property may be missing or of another type than
 * one expects. Does not know what a property means.
 */

/** Named as in EXPLAIN's JSON: `Relation Name`, `Actual Rows`. */
export type Properties = Readonly<Record<string, unknown>>;

export function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function stringAt(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" ? value : undefined;
}

/** Finite; a number that came as a string counts. */
export function numberAt(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** 0 where nothing is said: EXPLAIN leaves out what it counted none of. */
export function countAt(properties: Properties, name: string): number {
  return Math.max(0, numberAt(properties, name) ?? 0);
}

export function flagAt(properties: Properties, name: string): boolean {
  return properties[name] === true;
}

export function stringsAt(properties: Properties, name: string): readonly string[] {
  const value = properties[name];
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function objectAt(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  return isProperties(value) ? value : undefined;
}

export function objectsAt(properties: Properties, name: string): readonly Properties[] {
  const value = properties[name];
  return Array.isArray(value) ? value.filter(isProperties) : [];
}
