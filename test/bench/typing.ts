/**
 * The edit script: someone types a new relation, its field and its index into a model, character
 * by character. The same for every server.
 */
import { readFileSync } from "node:fs";
import type { Position } from "vscode-languageserver/node";
import type { SyntheticSchema } from "./synthetic.ts";

export type Keystroke = { readonly at: Position; readonly text: string };

const count = 200;

/** 200 keystrokes at the end of the model in the middle of the schema, which `file` holds. */
export function keystrokesFor(file: string, { middle }: SyntheticSchema): readonly Keystroke[] {
  const lines = readFileSync(file, "utf8").split("\n");
  const first = lines.indexOf(`model ${middle.model} {`);
  const closing = lines.indexOf("}", first);
  if (first < 0 || closing < 0) throw new Error(`${middle.model} is not in the file`);
  let line = closing - 1;
  let character = lines[line]?.length ?? 0;
  return [...typedText(middle.target)].map((text) => {
    const at = { line, character };
    character++;
    if (text === "\n") {
      line++;
      character = 0;
    }
    return { at, text };
  });
}

/** Many short lines: each new line moves everything below, and so changes what is shown. */
function typedText(target: string): string {
  return `

  byId Int
  by   ${target} @relation("by", fields: [byId], references: [id])

  fee Float
  tip Float

  at  DateTime
  due DateTime

  @@index([byId])
  @@index([at])

  // ${"Signed\n  // before it\n  // leaves\n  // ".repeat(4)}`.slice(0, count);
}
