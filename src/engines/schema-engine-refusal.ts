/** What Prisma's schema engine throws, in plain lines. Decides nothing about what to do with it. */
import type { Outcome } from "./schema-engine-messages.ts";

/** After this the engine's memory is in an unknown state. */
export function isPanic(error: unknown): boolean {
  return error instanceof Error && error.name === "RuntimeError";
}

/** The code of an invalid schema, as Prisma's error reference lists it. */
const invalidSchema = "P1012";

export function refusal(error: unknown): Outcome {
  const { message, code } = told(error);
  const isInvalid = code === invalidSchema;
  return {
    ok: false,
    why: isInvalid ? "invalid" : "failed",
    reason: isInvalid ? mistakes(message).join("\n") : withoutTrace(message),
  };
}

function told(error: unknown): { readonly message: string; readonly code: unknown } {
  if (!(error instanceof Error)) return { message: String(error), code: undefined };
  return { message: error.message, code: "code" in error ? error.code : undefined };
}

/** Each mistake is told with the lines of the file around it; where it stands is enough. */
function mistakes(message: string): string[] {
  const parts = withoutColours(message).split(/^error: /m);
  return parts.flatMap((part) => {
    const [, text, place] = /^([\s\S]*?)(?:\n\s*-->\s*(.+?)[ \t]*$[\s\S]*)?$/m.exec(part) ?? [];
    const line = (text ?? part).replace(/\s+/g, " ").trim();
    if (line === "") return [];
    return [place ? `${line} (${place})` : line];
  });
}

/** Behind the message stand the engine's own functions: `   0: schema_engine::diff`. */
function withoutTrace(message: string): string {
  return withoutColours(message)
    .split(/\n\s+\d+: /, 1)
    .join("")
    .trim();
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is how colours begin.
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}
