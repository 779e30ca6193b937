/** Asks what a preview should count from. Knows no preview. */
import * as vscode from "vscode";
import type { DatabaseState } from "../../protocol/databases.ts";
import type { Base } from "../../protocol/migrations.ts";

/** `database` is the one that is connected to the schema. Undefined when nothing is chosen. */
export async function chooseBase(
  current: Base,
  database: DatabaseState | null,
): Promise<Base | undefined> {
  const other = current.kind === "git" && current.revision !== "HEAD" ? current.revision : "";
  const choices: readonly (vscode.QuickPickItem & { readonly base: Base | "revision" })[] = [
    {
      label: "Migrations",
      detail: "What the migrations on disk make of an empty database",
      base: { kind: "migrations" },
    },
    {
      label: "Connected Database",
      detail: "The tables as they are in the database that belongs to the schema",
      base: { kind: "database" },
    },
    {
      label: "Last Commit",
      detail: "The schema as it was committed last",
      base: { kind: "git", revision: "HEAD" },
    },
    {
      label: "Another Revision…",
      detail: "The schema at a branch, tag or commit",
      base: "revision",
    },
    { label: "Saved Schema", detail: "What is typed but not saved yet", base: { kind: "saved" } },
    ...(database
      ? [
          {
            label: "Connected Database",
            detail: `${database.database} as it is now, on ${database.server}`,
            base: { kind: "database" } as const,
          },
        ]
      : []),
    {
      label: "Empty Database",
      detail: "Everything that the schema makes",
      base: { kind: "empty" },
    },
  ];
  const chosen = await vscode.window.showQuickPick(
    choices.map((choice) => ({
      ...choice,
      description: isShown(choice.base, current) ? `${other} shown now`.trim() : "",
    })),
    { title: "What the Preview Counts From" },
  );
  if (chosen?.base !== "revision") return chosen?.base;
  const revision = await vscode.window.showInputBox({
    title: "The Schema at a Revision",
    prompt: "A branch, tag or commit of git",
    placeHolder: "main",
    value: other,
    validateInput: (value) => (value.trim() === "" ? "A revision has a name" : undefined),
  });
  return revision === undefined ? undefined : { kind: "git", revision: revision.trim() };
}

function isShown(base: Base | "revision", current: Base): boolean {
  if (base === "revision") return current.kind === "git" && current.revision !== "HEAD";
  return JSON.stringify(base) === JSON.stringify(current);
}
