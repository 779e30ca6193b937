/** A Markdown file with a diagram of the schema that follows every save, where a setting asks for it. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type DiagramExportRequest, diagramExport, usualView } from "../protocol/diagram.ts";

export function keepDiagramFile(client: LanguageClient): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument((document) => {
    if (document.languageId !== "prisma" || !client.isRunning()) return;
    write(client, document.uri).catch((error: unknown) =>
      client.error("The diagram file is not written", error),
    );
  });
}

async function write(client: LanguageClient, schema: vscode.Uri): Promise<void> {
  const settings = vscode.workspace.getConfiguration("prismaArchitect", schema);
  const path = settings.get<string>("diagramFile", "").trim();
  const folder = vscode.workspace.getWorkspaceFolder(schema)?.uri;
  if (path === "" || !folder) return;
  const request: DiagramExportRequest = {
    uri: schema.toString(),
    view: { ...usualView, mode: "all", follows: false },
    pins: {},
    format: "md",
    isDark: false,
  };
  const text = await client.sendRequest<string | null>(diagramExport, request);
  if (text === null) return;
  const target = vscode.Uri.joinPath(folder, path);
  if ((await textOf(target)) !== text) {
    await vscode.workspace.fs.writeFile(target, Buffer.from(text, "utf8"));
  }
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("utf8");
  } catch {
    return undefined;
  }
}
