/**
 * The SQL between two versions of a schema while one is being typed: only what differs goes to
 * the engine, as soon as it is known that the rest is in order.
 */
import type { Schema } from "../core/schema/resolve.ts";
import { sliceSchemas } from "../core/schema/slice.ts";
import type { DiffOptions, DiffResult, SchemaEngine } from "./schema-engine.ts";

/**
 * Answers as `SchemaEngine.diff` does of the whole. A version that is compared with for the first
 * time is read as a whole once; keep the same object for it, so that it is known again.
 */
export function liveDiff(
  engine: SchemaEngine,
): (from: Schema, to: Schema, options?: DiffOptions) => Promise<DiffResult> {
  const valid = new WeakMap<Schema, Promise<boolean>>();
  const isValid = (base: Schema): Promise<boolean> => {
    const known = valid.get(base) ?? engine.validate(filesOf(base)).then(({ ok }) => ok);
    valid.set(base, known);
    return known;
  };

  return async (from, to, options) => {
    const slice = sliceSchemas(from, to);
    if (slice.kind === "part" && (await isValid(from))) {
      return engine.diff(schema(slice.from), schema(slice.to), options);
    }
    const after = schema(filesOf(to));
    if (slice.kind === "whole" && slice.isBroken && (await isValid(from))) {
      // Half the work, and the same answer, as long as it is a refusal.
      const alone = await engine.diff({ kind: "empty" }, after, options);
      if (!alone.ok) return alone;
    }
    return engine.diff(schema(filesOf(from)), after, options);
  };
}

function filesOf({ files }: Schema): [path: string, text: string][] {
  return files.map(({ path, text }) => [path, text]);
}

function schema(files: readonly (readonly [path: string, text: string])[]) {
  return { kind: "schema" as const, files };
}
