/** Refactorings, in the words of the protocol: what is possible where, and the edit with its SQL. */
import type { CodeAction, WorkspaceEdit } from "vscode-languageserver";
import type { Refactoring } from "../core/editor/refactoring.ts";
import { refactoringPage } from "../core/editor/refactoring-page.ts";
import { refactoringsAt, schemaRefactorings } from "../core/editor/refactorings.ts";
import { pieceAt } from "../core/schema/file.ts";
import { placeEdits, placer } from "../core/schema/place.ts";
import {
  commands,
  type ListedRefactoring,
  type RefactoringEdit,
  type RefactoringRequest,
  type TextPosition,
} from "../protocol/messages.ts";
import { type Surroundings, toConfirm, toWorkspaceEdit } from "./actions.ts";
import { linesOf, toOffset } from "./convert.ts";
import type { CheckedSchema } from "./workspace.ts";

/** What can be done at a place of a file, or to the whole schema without one. */
export function refactoringsFor(
  { schema }: CheckedSchema,
  file: string | undefined,
  position: TextPosition | undefined,
): Refactoring[] {
  if (!position) return schemaRefactorings(schema);
  const found = schema.files.find(({ path }) => path === file);
  if (!found) return [];
  const offset = toOffset(linesOf(found), position);
  const at = pieceAt(found, offset);
  const source = found.pieces[at];
  const inPiece = offset - (found.starts[at] ?? 0);
  return source ? refactoringsAt(schema, { source, start: inPiece, end: inPiece }) : [];
}

export function toListed(
  { title, summary }: Refactoring,
  uri: string,
  where: string,
): ListedRefactoring {
  return { title, summary, uri, where };
}

export function refactoringEdit(
  { schema }: CheckedSchema,
  wanted: Refactoring,
  around: Surroundings,
): RefactoringEdit | undefined {
  const { title, edits, migration } = wanted;
  const changes = placeEdits(edits, placer(schema.files));
  if (!changes || changes.size === 0) return undefined;
  const edit: WorkspaceEdit = toConfirm(toWorkspaceEdit(changes, around), title);
  return { edit, migration, page: refactoringPage(wanted) };
}

/** They are made by a command, which shows what follows from them before anything is changed. */
export function refactorActions(
  checked: CheckedSchema,
  file: string,
  uri: string,
  position: TextPosition,
): CodeAction[] {
  return refactoringsFor(checked, file, position).map(({ title }) => {
    const request: RefactoringRequest = { uri, position, title };
    return {
      title: `${title}...`,
      kind: "refactor.rewrite",
      command: { title, command: commands.refactor, arguments: [request] },
    };
  });
}
