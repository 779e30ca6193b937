/** Asks which database, and how careful one has to be with it. Connects to nothing, keeps nothing. */
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  type DatabaseCandidateLine,
  type DatabaseLabel,
  type DatabaseSchema,
  type DatabaseSource,
  databaseCandidates,
  databaseSchemas,
} from "../../protocol/databases.ts";

/** The only schema for PostgreSQL, else the one that is chosen; its address. */
export async function chooseSchema(
  client: LanguageClient,
  isConnected?: boolean,
): Promise<string | undefined> {
  const schemas = await client.sendRequest<DatabaseSchema[]>(databaseSchemas);
  const fitting = schemas.filter(
    ({ database }) => isConnected === undefined || (database !== undefined) === isConnected,
  );
  const [only] = fitting;
  if (!only) {
    await vscode.window.showInformationMessage(
      isConnected
        ? "No database is connected."
        : "There is no Prisma schema for PostgreSQL in this workspace that a database could belong to.",
    );
    return undefined;
  }
  if (fitting.length === 1) return only.uri;
  const chosen = await vscode.window.showQuickPick(
    fitting.map(({ title, uri, database }) => ({
      label: title,
      description: database ? `${database.label}: ${database.database}` : "",
      uri,
    })),
    { title: "Which Schema?" },
  );
  return chosen?.uri;
}

const byHand = "Enter a URL…";

/** From a place that the project names, or typed. Values of places are never shown. */
export async function chooseSource(
  client: LanguageClient,
  uri: string,
): Promise<DatabaseSource | undefined> {
  const found = await client.sendRequest<DatabaseCandidateLine[]>(databaseCandidates, { uri });
  const choices: readonly (vscode.QuickPickItem & { readonly id?: string })[] = [
    ...found.map(({ id, name, place, isDirect }) => ({
      id,
      label: name,
      description: isDirect ? `${place} · the direct connection` : place,
      detail: "The value is read from there whenever the database is asked, and kept nowhere else",
    })),
    {
      label: byHand,
      detail: "It is kept in the secret storage of VS Code, and in no file of the workspace",
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: "Connect a Database",
    placeHolder:
      "Read, and never written: which migrations are applied, the tables, estimated rows, the version",
    ignoreFocusOut: true,
  });
  if (!chosen) return undefined;
  if (chosen.id !== undefined) return { kind: "candidate", id: chosen.id };
  const url = await vscode.window.showInputBox({
    title: "The URL of the Database",
    prompt: "It is not shown, and kept in the secret storage of VS Code only",
    placeHolder: "postgresql://user:password@host:5432/database",
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /^\s*postgres(ql)?:\/\//.test(value) ? undefined : "It begins with postgresql://",
  });
  return url === undefined ? undefined : { kind: "url", url: url.trim() };
}

export async function chooseLabel(): Promise<DatabaseLabel | undefined> {
  const choices: readonly (vscode.QuickPickItem & { readonly is: DatabaseLabel })[] = [
    { is: "development", label: "Development", detail: "Only this machine or this team uses it" },
    { is: "staging", label: "Staging", detail: "Others test with it" },
    {
      is: "production",
      label: "Production",
      detail:
        "Users depend on it: plans are asked for and never measured; checks run after a question",
    },
    {
      is: "disposable",
      label: "Disposable",
      detail:
        "It may be thrown away: statements that write can be run to measure them, and are rolled back",
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: "What Is This Database For?",
    ignoreFocusOut: true,
  });
  return chosen?.is;
}
