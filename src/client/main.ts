/**
 * Where VS Code comes in. Returns at once: what talks to the language server is a bundle of its
 * own, loaded a moment later, so that the start of the editor never waits for it.
 */
import * as vscode from "vscode";

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel("Prisma Schema Architect", { log: true });
  context.subscriptions.push(output);
  const start = async () => {
    const bundle = context.asAbsolutePath("dist/session.cjs");
    const { startSession }: typeof import("./session.ts") = require(bundle);
    await startSession(context, output);
  };
  setImmediate(() => {
    start().catch((error: unknown) => output.error(`The language server does not start: ${error}`));
  });
}
