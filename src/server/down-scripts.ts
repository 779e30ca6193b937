/**
 * The script that takes a migration back: of a preview, which it is only shown for, or of one on
 * disk, beside which it can be written.
 */
import path from "node:path";
import type { WorkspaceEdit } from "vscode-languageserver";
import type { MigrationReport } from "../core/migration/migration.ts";
import { reverseOf } from "../core/migration/reverse.ts";
import type { DownScript } from "../protocol/migrations.ts";
import type { Migrations } from "./migrations.ts";
import { pathOf } from "./paths.ts";
import type { Previews } from "./previews.ts";

export type DownScriptParts = {
  readonly migrations: Migrations;
  readonly previews: Previews;
  /** An edit that makes files which must not be there yet. */
  readonly newFiles: (files: readonly (readonly [file: string, text: string])[]) => WorkspaceEdit;
};

/** Null where there is no migration at the address. */
export async function downScriptAt(
  uri: string,
  { migrations, previews, newFiles }: DownScriptParts,
): Promise<DownScript | null> {
  const preview = previews.at(uri);
  if (preview) return preview.check ? downScriptOf(preview.check.report, undefined) : null;
  const script = pathOf(uri);
  const found = await migrations.ofScript(script);
  if (!found) return null;
  const down = path.join(path.dirname(script), downName);
  return downScriptOf(found.check.report, (text) => newFiles([[down, text]]));
}

const downName = "down.sql";

function downScriptOf(
  report: MigrationReport,
  edit: ((text: string) => WorkspaceEdit) | undefined,
): DownScript {
  const { sql, refused, losses } = reverseOf(report);
  return {
    text: sql,
    refused: refused.map(({ statement, reason }) => `statement ${statement + 1}: ${reason}`),
    losses,
    edit: edit?.(sql),
  };
}
