/** An enum that spells its values in several ways. */
import { z } from "zod";
import type { Finding, Rule } from "../../lint/rule.ts";
import type { Enum } from "../../schema/resolve.ts";
import type { EnumValue } from "../../schema/shape.ts";

const styleNames = ["SCREAMING_CASE", "snake_case", "camelCase", "PascalCase"] as const;

const options = z.strictObject({
  style: z
    .enum(["any", ...styleNames])
    .meta({ description: "The one style for the values of all enums; any: one within each enum." })
    .default("any"),
});

export const enumValueCaseMixed: Rule<Enum, z.infer<typeof options>> = {
  name: "enum-value-case-mixed",
  severity: "hint",
  preset: "strict",
  summary: "The values of one enum are written in different cases",
  why: `Somebody who adds or types a value goes by the ones that are there. Where \`ADMIN\` stands next to \`editor\`, every hand-written query, CSV import and webhook has to be looked up, and the database refuses a value in the wrong case: \`invalid input value for enum\`. Sooner or later a second \`Editor\` is added for what is there already, and PostgreSQL has no way to remove it again.

Instead, rename the value and keep what the database has with \`@map("editor")\`: no migration is needed, only code that uses the value has to follow. Where the values are codes that others have chosen, such as units or locales, leave them as they are.`,
  options,
  examples: [
    {
      bad: `
        enum Role {
          ADMIN
          OWNER
          editor
        //^^^^^^
        }
      `,
    },
    {
      good: `
        enum Role {
          ADMIN
          OWNER
          EDITOR @map("editor")
        }
      `,
    },
    {
      options: { style: "SCREAMING_CASE" },
      bad: `
        enum Plan {
          free
        //^^^^
          paid
        }
      `,
    },
  ],
  *check({ shape: { name, values } }, { style }) {
    if (values.every(isLocale)) return;
    if (style !== "any") {
      yield* notIn(style, name, values);
      return;
    }
    const counts = styles.map((style) => values.filter((value) => style.test(value.name)));
    const most = counts.reduce((best, count) => (count.length > best.length ? count : best), []);
    const odd = values.find((value) => !most.includes(value));
    // Without two that agree there is no spelling to keep to.
    if (odd === undefined || most.length < 2) return;
    yield {
      at: odd.node.name,
      message: `${name} spells its values in different ways: ${most[0]?.name}, but ${odd.name}`,
    };
  },
};

function* notIn(
  style: (typeof styleNames)[number],
  name: string,
  values: readonly EnumValue[],
): Generator<Finding> {
  const odd = values.filter((value) => !styles[styleNames.indexOf(style)]?.test(value.name));
  const [first] = odd;
  if (first === undefined) return;
  const more = odd.length === 1 ? "" : `, like ${odd.length - 1} more of ${name}`;
  yield { at: first.node.name, message: `${name}.${first.name} is not in ${style}${more}` };
}

/**
 * SCREAMING_CASE, snake_case, camelCase, PascalCase with acronyms and codes: what is short, has a
 * digit or cannot be pronounced. A word may fit several.
 */
const styles = [
  /^[A-Z][A-Z\d]*(_[A-Z\d]+)*_?$/,
  /^[a-z][a-z\d]*(_[a-z\d]+)*_?$/,
  /^[a-z][a-z\d]*([A-Z]+[a-z\d]*)*_?$/,
  /^(?=.*[a-z])[A-Z][A-Za-z\d]*_?$|^[A-Z][A-Z\d]{0,3}$|^(?=.*(\d|[B-DF-HJ-NP-TV-XZ]{4}))[A-Z\d]+$/,
];

/** `en`, `pt_BR`, `zh_Hant`. */
function isLocale({ name }: EnumValue): boolean {
  return /^[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?$/.test(name);
}
