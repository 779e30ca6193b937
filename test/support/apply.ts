/** Edits made in a whole schema, as the editor and the command line make them. */
import { applyChanges, type Edit } from "../../src/core/base/text.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";

export function applyEdits({ files }: Schema, edits: readonly Edit[]): Schema {
  const changes = placeEdits(edits, placer(files));
  if (changes === undefined) throw new Error("an edit has lost its place");
  return resolve(
    files.map((file) => parseFile(file.path, applyChanges(file.text, changes.get(file) ?? []))),
  );
}
