/** The page of the diagram panel: what it may load, and nothing else. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

export function diagramPage(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file));
  // Mermaid writes styles into its pictures; scripts run by nonce only, and nothing is fetched.
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    "img-src data: blob:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri("erd.css")}">
  <title>Schema diagram</title>
</head>
<body data-mermaid="${uri("erd-mermaid.js")}">
  <div id="app"></div>
  <script nonce="${nonce}" src="${uri("erd.js")}"></script>
</body>
</html>`;
}
