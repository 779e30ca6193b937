/**
 * What becomes of a column's values under a new type: whether one may be refused, so that the
 * statement fails on the rows that are there, and whether one may come out as less than it was.
 */
import type { TypeName } from "./step.ts";
import { castsOf, keepsLength, type TypeChange } from "./type-change.ts";

export type ValueChange = {
  /** Some value of the old type may have no counterpart: too long, out of range, not a number. */
  readonly mayFail: boolean;
  /** Digits, characters, fractions or the time of day may be cut off without an error. */
  readonly mayLose: boolean;
};

/**
 * `valuesOf` gives an enum's values, where it is an enum that is known. Where USING computes
 * something else than casts, both are assumed.
 */
export function valueChange(
  change: TypeChange,
  valuesOf: (type: TypeName) => readonly string[] | undefined,
): ValueChange {
  const { from } = change;
  const path = castsOf(change);
  if (from === undefined || path === undefined) return both;
  let at = from;
  let values = valuesOf(from);
  let sum = safe;
  for (const [position, next] of path.entries()) {
    // The last step is an assignment, which refuses what a cast that is written out cuts off.
    const isWritten = position < path.length - 1;
    sum = either(sum, ofStep(at, next, { isWritten, values, allowed: valuesOf(next) }));
    values = isText(next) ? values : valuesOf(next);
    at = next;
  }
  return sum;
}

const safe: ValueChange = { mayFail: false, mayLose: false };
const fails: ValueChange = { mayFail: true, mayLose: false };
const loses: ValueChange = { mayFail: false, mayLose: true };
const both: ValueChange = { mayFail: true, mayLose: true };

function either(a: ValueChange, b: ValueChange): ValueChange {
  return { mayFail: a.mayFail || b.mayFail, mayLose: a.mayLose || b.mayLose };
}

/** `values`: all there can be, where they come from an enum; `allowed`: those of the new enum. */
type Circumstances = {
  readonly isWritten: boolean;
  readonly values: readonly string[] | undefined;
  readonly allowed: readonly string[] | undefined;
};

function ofStep(from: TypeName, to: TypeName, given: Circumstances): ValueChange {
  const { values, allowed, isWritten } = given;
  if (allowed !== undefined) {
    return values?.every((value) => allowed.includes(value)) === true ? safe : fails;
  }
  if (values !== undefined && isText(to)) {
    const longest = Math.max(0, ...values.map((value) => value.length));
    return longest <= (to.modifiers[0] ?? longest) ? safe : cut(isWritten);
  }
  if (from.isArray !== to.isArray) {
    if (!isText(to)) return both;
    return to.modifiers.length === 0 ? safe : cut(isWritten);
  }
  return ofBuiltIn({ ...from, isArray: false }, { ...to, isArray: false }, isWritten);
}

function cut(isWritten: boolean): ValueChange {
  return isWritten ? loses : fails;
}

function ofBuiltIn(from: TypeName, to: TypeName, isWritten: boolean): ValueChange {
  if (isText(to)) {
    const isKept = (isText(from) || from.name in widths) && fits(from, to);
    return isKept ? safe : cut(isWritten);
  }
  if (isBits(from) && isBits(to)) {
    return to.name === from.name && keepsLength(from, to) ? safe : ofBits(from, to, isWritten);
  }
  if (from.name === to.name) return ofLengths(from, to);
  const known = ofNumbers(from, to) ?? named[`${from.name} ${to.name}`] ?? both;
  return hasFraction(from) && !keepsLength({ ...to, modifiers: from.modifiers }, to)
    ? either(known, loses)
    : known;
}

function ofBits(from: TypeName, to: TypeName, isWritten: boolean): ValueChange {
  const [old] = from.modifiers;
  const [next] = to.modifiers;
  if (to.name === "varbit" && (next === undefined || (old !== undefined && old <= next)))
    return safe;
  return cut(isWritten);
}

function ofLengths(from: TypeName, to: TypeName): ValueChange {
  if (keepsLength(from, to)) return safe;
  if (to.name !== "numeric") return loses;
  return { mayFail: !keepsWhole(from, to), mayLose: !keepsScale(from, to) };
}

/** Undefined unless both are numbers of a known size. */
function ofNumbers(from: TypeName, to: TypeName): ValueChange | undefined {
  const whole = digits[from.name];
  if (to.name in significant) return intoFloat(from, to);
  if (isInexact(from)) return to.name in digits || to.name === "numeric" ? both : undefined;
  if (whole === undefined) return undefined;
  if (to.name === "numeric") {
    const [precision, scale = 0] = to.modifiers;
    return precision === undefined || precision - scale >= whole ? safe : fails;
  }
  const room = digits[to.name];
  if (room === undefined) return undefined;
  return whole <= room ? safe : fails;
}

function intoFloat(from: TypeName, to: TypeName): ValueChange | undefined {
  const needed = from.name === "numeric" ? (from.modifiers[0] ?? 1000) : digits[from.name];
  if (needed === undefined) return undefined;
  return needed <= (significant[to.name] ?? 0) ? safe : loses;
}

const named: Readonly<Record<string, ValueChange>> = {
  "float4 float8": safe,
  "float8 float4": both,
  "date timestamp": safe,
  "date timestamptz": safe,
  "timestamp date": loses,
  "timestamptz date": loses,
  "timestamp time": loses,
  "timestamptz time": loses,
  "timestamp timestamptz": safe,
  "timestamptz timestamp": safe,
  "time timetz": safe,
  "time interval": safe,
  // Spaces, the order of keys and all but the last of equal keys go; \u0000 is refused.
  "json jsonb": both,
  "jsonb json": safe,
  "cidr inet": safe,
  "inet cidr": loses,
  "bool int4": safe,
  "int4 bool": loses,
  "int4 oid": safe,
  "oid int8": safe,
};

function isText({ name, isArray }: TypeName): boolean {
  return (
    !isArray && (name === "text" || name === "varchar" || name === "bpchar" || name === "citext")
  );
}

function isBits({ name }: TypeName): boolean {
  return name === "bit" || name === "varbit";
}

/** Kinds of time that may have digits after the second. */
function hasFraction({ name }: TypeName): boolean {
  return name.startsWith("time");
}

function isInexact({ name }: TypeName): boolean {
  return name === "float4" || name === "float8" || name === "numeric" || name === "money";
}

/** Decimal digits of the largest value. */
const digits: Readonly<Record<string, number>> = { int2: 5, int4: 10, int8: 19 };

/** Decimal digits that a floating point number always keeps. */
const significant: Readonly<Record<string, number>> = { float4: 6, float8: 15 };

/** Types whose values are all at most so long as text. */
const widths: Readonly<Record<string, number>> = {
  ...{ int2: 6, int4: 11, int8: 20, bool: 5, uuid: 36, date: 13, float4: 15, float8: 24 },
  ...{ timestamp: 32, timestamptz: 38, time: 15, timetz: 25, inet: 43, cidr: 43, macaddr: 17 },
};

function fits(from: TypeName, to: TypeName): boolean {
  const room = to.modifiers[0];
  if (room === undefined) return true;
  const longest = from.name === "text" ? undefined : (from.modifiers[0] ?? widths[from.name]);
  const needed = isText(from) ? longest : widths[from.name];
  return needed !== undefined && needed <= room;
}

function keepsScale(from: TypeName, to: TypeName): boolean {
  const [precision, scale = 0] = from.modifiers;
  return precision !== undefined && scale <= (to.modifiers[1] ?? 0);
}

function keepsWhole(from: TypeName, to: TypeName): boolean {
  const [precision, scale = 0] = from.modifiers;
  const [next = 0, nextScale = 0] = to.modifiers;
  return precision !== undefined && precision - scale <= next - nextScale;
}
