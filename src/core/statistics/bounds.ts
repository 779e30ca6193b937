/**
 * Values that cut the assumed values of a column into parts of equal size, as a histogram of
 * PostgreSQL has them. Pure arithmetic on types; knows no tables.
 */
import { isFraction, isText, isTime, isWhole, usualDays } from "./distribution.ts";
import type { TypeFacts } from "./facts.ts";

/** PostgreSQL's own histograms have as many, at the usual default_statistics_target. */
const boundsCount = 101;

/** Whole numbers from 1 to `most`. Fewer bounds where there are fewer numbers; none below two. */
export function numberBounds(most: number): string[] {
  return spread(1, Math.max(most, 1)).map((value) => `${Math.round(value)}`);
}

/** Over the two years before a day, which is counted from 1970-01-01. */
export function timeBounds({ name }: TypeFacts, today: number): string[] {
  const zone = name === "timestamptz" ? "+00" : "";
  return spread(today - usualDays, today).map((at) => {
    const day = Math.floor(at);
    if (name === "date") return dateText(day);
    const seconds = Math.floor((at - day) * 86_400);
    return `${dateText(day)} ${clockText(seconds)}${zone}`;
  });
}

/** Letters only, from `aaaa` to `zzzz`; cut to what the type takes. */
export function wordBounds({ length }: TypeFacts): string[] {
  return spread(0, 26 ** 4 - 1).map((value) => word(Math.floor(value)).slice(0, length ?? 4));
}

export function uuidBounds(): string[] {
  return spread(0, 0xffff_ffff).map(
    (value) => `${Math.floor(value).toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`,
  );
}

/** Where all differ, of a type whose order is known here; empty for others. */
export function uniqueBounds(type: TypeFacts, count: number, today: number): string[] {
  if (isWhole(type) || isFraction(type)) return numberBounds(count);
  if (isTime(type)) return timeBounds(type, today);
  if (isText(type)) return wordBounds(type);
  return type.name === "uuid" ? uuidBounds() : [];
}

/** An array as PostgreSQL reads it. Undefined where there are not two that differ. */
export function arrayText(values: readonly string[]): string | undefined {
  const all = [...new Set(values)];
  if (all.length < 2) return undefined;
  return listText(all);
}

/** As it is, one value too. */
export function listText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

function spread(from: number, to: number): number[] {
  return Array.from(
    { length: boundsCount },
    (_, at) => from + ((to - from) * at) / (boundsCount - 1),
  );
}

function word(number: number): string {
  let text = "";
  for (let left = number, place = 0; place < 4; place++, left = Math.floor(left / 26)) {
    text = String.fromCharCode(97 + (left % 26)) + text;
  }
  return text;
}

const two = (number: number) => `${number}`.padStart(2, "0");

function clockText(seconds: number): string {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map(two)
    .join(":");
}

/**
 * The date of a day that is counted from 1970-01-01. Years begin in March, so that the day that a
 * leap year has more is the last one.
 */
export function dateText(day: number): string {
  const sinceYearZero = day + 719_468;
  const era = Math.floor(sinceYearZero / 146_097);
  const ofEra = sinceYearZero - era * 146_097;
  const leapDays =
    Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const yearOfEra = Math.floor((ofEra - leapDays) / 365);
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
  return `${`${year}`.padStart(4, "0")}-${two(month >= 10 ? month - 9 : month + 3)}-${two(dayOfMonth)}`;
}
