/** What the naming rules can be told: which names they leave alone. */
import { z } from "zod";

/** Names, in which `*` stands for anything: `legacy_*`. */
const names = z.array(z.string());

export const namingOptions = z.strictObject({
  allow: names
    .meta({ description: "Names that are left alone; * stands for anything." })
    .default([]),
});

export type NamingOptions = z.infer<typeof namingOptions>;

const tests = new WeakMap<readonly string[], (name: string) => boolean>();

/** Whether a name is one of those that are left alone. */
export function isAllowed({ allow }: NamingOptions, name: string): boolean {
  return allow.length > 0 && matcher(allow)(name);
}

/** Whether a name fits one of the patterns, in which `*` stands for anything. */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const before = tests.get(patterns);
  if (before) return before;
  const fits = patterns.map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
  });
  const now = (name: string) => fits.some((fit) => fit.test(name));
  tests.set(patterns, now);
  return now;
}
