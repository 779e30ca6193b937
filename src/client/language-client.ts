/** The connection to the language server, and the options it is told. */
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { type Options, optionsChanged } from "../protocol/messages.ts";
import { previewScheme } from "../protocol/migrations.ts";
import { serverProcessArguments } from "../protocol/server-process.ts";
import { restarts } from "./restarts.ts";

/** What people edit. Not the sides of a comparison, nor the preview of a refactoring. */
const schemes = ["file", "untitled", "vscode-vfs"];

const watched = [
  "**/*.prisma",
  // Configurations of Prisma, and the code that asks the database.
  "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}",
  "**/package.json",
  "**/prisma-architect{,-baseline}.json",
  // The folders as well: of one that is deleted, nothing is said about the files in it.
  "**/migrations",
  "**/migrations/*",
  "**/migrations/**/*.{sql,toml}",
];

export function createClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): LanguageClient {
  const module = context.asAbsolutePath("dist/server.cjs");
  const watchers = watched.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  context.subscriptions.push(...watchers);
  return new LanguageClient(
    "prismaArchitect",
    "Prisma Schema Architect",
    {
      run: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: [...serverProcessArguments] },
      },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: ["--nolazy", "--inspect=6019"] },
      },
    },
    {
      documentSelector: [
        ...schemes.flatMap((scheme) => [
          { scheme, language: "prisma" },
          { scheme, pattern: "**/prisma-architect.json" },
        ]),
        { scheme: "file", pattern: "**/migrations/**/*.sql" },
        { scheme: previewScheme },
      ],
      outputChannel: output,
      errorHandler: restarts(),
      synchronize: { fileEvents: watchers },
      initializationOptions: currentOptions(),
    },
  );
}

/** Tells the server when a setting or the set of extensions changes what it has to show. */
export function followOptions(client: LanguageClient): vscode.Disposable {
  let last = JSON.stringify(currentOptions());
  const tell = async () => {
    const options = currentOptions();
    const now = JSON.stringify(options);
    if (now === last || !client.isRunning()) return;
    last = now;
    await client.sendNotification(optionsChanged, options);
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration(tell),
    vscode.extensions.onDidChange(tell),
  );
}

function currentOptions(): Options {
  const settings = vscode.workspace.getConfiguration("prismaArchitect");
  const wish = settings.get<"auto" | "always" | "never">("prismaErrors", "auto");
  return {
    showPrismaErrors: wish === "always" || (wish === "auto" && !prismaShowsErrors()),
    codeLens: settings.get("codeLens", true),
    scanQueries: settings.get("scanQueries", true),
    mostModelsForMermaid: settings.get("mostModelsForMermaid", 40),
  };
}

/** Prisma's own extension is there, and its diagnostics are not turned off. */
function prismaShowsErrors(): boolean {
  if (!vscode.extensions.getExtension("Prisma.prisma")) return false;
  return vscode.workspace.getConfiguration("prisma").get("enableDiagnostics", true);
}
