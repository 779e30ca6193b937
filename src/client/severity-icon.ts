/** The icons and colours that VS Code itself has for severities. */
import * as vscode from "vscode";
import type { ListedFinding } from "../protocol/messages.ts";

const icons: Readonly<Record<ListedFinding["severity"], vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon("error", new vscode.ThemeColor("problemsErrorIcon.foreground")),
  warning: new vscode.ThemeIcon("warning", new vscode.ThemeColor("problemsWarningIcon.foreground")),
  info: new vscode.ThemeIcon("info", new vscode.ThemeColor("problemsInfoIcon.foreground")),
  hint: new vscode.ThemeIcon("lightbulb"),
};

export function severityIcon(severity: ListedFinding["severity"]): vscode.ThemeIcon {
  return icons[severity];
}
