/** Schemas that were written to hold what a kind of rule or refactoring can meet. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RealSchema } from "../support/corpus.ts";

export const refactoringCases = own("refactoring-cases");
export const indexCases = own("index-cases");
export const longNames = own("long-names");

function own(name: string): RealSchema {
  const file = `${name}.prisma`;
  return {
    name,
    provider: "postgresql",
    files: [[file, readFileSync(join(import.meta.dirname, file), "utf8")]],
  };
}
