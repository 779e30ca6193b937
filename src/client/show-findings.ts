/** Opens the findings of a model in place, from its code lens. */
import * as vscode from "vscode";
import type { Location, Position } from "vscode-languageclient";

export async function showFindings(
  uri: string,
  position: Position,
  locations: readonly Location[],
): Promise<void> {
  await vscode.commands.executeCommand(
    "editor.action.peekLocations",
    vscode.Uri.parse(uri),
    new vscode.Position(position.line, position.character),
    locations.map(
      (location) => new vscode.Location(vscode.Uri.parse(location.uri), toRange(location)),
    ),
    "peek",
  );
}

function toRange({ range: { start, end } }: Location): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
