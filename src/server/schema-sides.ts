/** Between the schemas of the core and the texts that Prisma's engine compares. */
import { parseFile } from "../core/schema/file.ts";
import { resolve, type Schema } from "../core/schema/resolve.ts";

export function schemaOf(files: readonly (readonly [path: string, text: string])[]): Schema {
  return resolve(files.map(([file, text]) => parseFile(file, text)));
}

export function sideOf({ files }: Schema) {
  return {
    kind: "schema" as const,
    files: files.map((file): [string, string] => [file.path, file.text]),
  };
}
