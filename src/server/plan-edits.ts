/** Changes to files that follow from a plan: a line for a model, the rows that a table is taken to have. */
import type { WorkspaceEdit } from "vscode-languageserver";
import { setRows } from "../core/lint/config-edit.ts";
import { addBlockAttribute } from "../core/schema/edit.ts";
import { placeEdits, placer } from "../core/schema/place.ts";
import { configEdit, type Surroundings, toWorkspaceEdit } from "./actions.ts";
import type { CheckedSchema } from "./workspace.ts";

/** Undefined where there is no such model, or it has the attribute already. */
export function additionEdit(
  { schema }: CheckedSchema,
  model: string,
  attribute: string,
  around: Surroundings,
): WorkspaceEdit | undefined {
  const block = schema.models.find(({ shape }) => shape.name === model)?.shape.block;
  const isThere = block?.members.some(
    (member) =>
      member.kind === "attribute" &&
      block.text.slice(member.start, member.end).replace(/\s+/g, "") ===
        attribute.replace(/\s+/g, ""),
  );
  if (!block || isThere) return undefined;
  const changes = placeEdits(addBlockAttribute(block, attribute), placer(schema.files));
  return changes && toWorkspaceEdit(changes, around);
}

/** `table` as the configuration names it: `User`, or with its schema where that is not public. */
export function rowsEdit(
  { schema, configFile }: CheckedSchema,
  table: string,
  rows: number,
  around: Surroundings,
): Promise<WorkspaceEdit | undefined> {
  const file = schema.files[0]?.path ?? "";
  const name = table.replace(/^public\./, "");
  return configEdit(file, configFile, (text) => setRows(text, name, rows), around);
}
