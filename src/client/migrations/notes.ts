/**
 * The line above the SQL of a preview that says what the SQL itself cannot: that it is of an
 * earlier text, or counts from something else than was asked for.
 */
import * as vscode from "vscode";
import { migrationCommands, type Preview, previewScheme } from "../../protocol/migrations.ts";
import type { PreviewDocuments } from "./preview.ts";

export function registerNotes(previews: PreviewDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    previews.onDidTell(() => changed.fire()),
    vscode.languages.registerCodeLensProvider(
      { scheme: previewScheme },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses({ uri }) {
          const preview = previews.at(uri);
          const title = preview && noteOn(preview);
          if (!title) return [];
          const command = migrationCommands.summary;
          return [
            new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
              title,
              command,
              arguments: [uri.toString()],
            }),
          ];
        },
      },
    ),
  );
}

/** Undefined when the SQL says it all. */
function noteOn({ state, note, text, from }: Preview): string | undefined {
  const [first = ""] = note.split("\n");
  switch (state) {
    case "invalid":
      return text === ""
        ? `$(error) ${first}`
        : `$(error) The schema has mistakes; this is its last valid version · ${first}`;
    case "failed":
      return text === "" ? undefined : `$(warning) This is of an earlier text · ${first}`;
    case "none":
      return first === ""
        ? `$(check) The schema does not differ from ${from}`
        : `$(info) ${first} · nothing differs from ${from}`;
    case "changes":
      return first === "" ? undefined : `$(info) ${first} · counted from ${from}`;
    case "loading":
      return undefined;
  }
}
