/**
 * The thread in which Prisma's own linter runs, so that its wasm never stops the server. Knows
 * only texts and what Prisma says about them.
 */
import { parentPort } from "node:worker_threads";
import { lintSchema } from "@prisma/internals";
import type { LintAnswer, LintRequest, PrismaProblem } from "./prisma.ts";

/** At run time each diagnostic also tells its file. */
type Diagnostic = ReturnType<typeof lintSchema>[number] & { readonly file_name?: string };

parentPort?.on("message", ({ id, schemas, isPrisma6 }: LintRequest) => {
  parentPort?.postMessage({ id, ...answer(schemas, isPrisma6) } satisfies LintAnswer);
});

function answer(schemas: LintRequest["schemas"], isPrisma6: boolean) {
  try {
    return { problems: isPrisma6 ? lintPrisma6(schemas) : lint(schemas) };
  } catch (error) {
    return { problems: [], crash: error instanceof Error ? error.message : String(error) };
  }
}

function lint(schemas: LintRequest["schemas"]): PrismaProblem[] {
  const files = schemas.map(([path, text]): [string, string] => [path, text]);
  const found: Diagnostic[] = lintSchema({ schemas: files });
  return found.map(({ file_name, start, end, text, is_warning }) => ({
    path: file_name ?? schemas[0]?.[0] ?? "",
    start,
    end,
    message: text,
    isWarning: is_warning,
  }));
}

/** Preview features that only Prisma 6 knew stop the linter early: they are taken out of its way. */
function lintPrisma6(schemas: LintRequest["schemas"]): PrismaProblem[] {
  let current = schemas;
  for (let round = 0; round < 5; round++) {
    const problems = lint(current);
    const unknown = problems.find(({ message }) =>
      /^The preview feature .* is not known/.test(message),
    );
    if (unknown === undefined) return problems;
    current = current.map(([path, text]) => [
      path,
      path === unknown.path ? blank(text, unknown) : text,
    ]);
  }
  return lint(current);
}

/** An empty list as long as the one that stood there, so that positions stay right. */
function blank(text: string, { start, end }: PrismaProblem): string {
  return `${text.slice(0, start)}[${" ".repeat(Math.max(0, end - start - 2))}]${text.slice(end)}`;
}
