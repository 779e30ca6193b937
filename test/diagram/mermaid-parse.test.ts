/** Mermaid itself reads every text, and finds in it the nodes, rows and edges that were meant. */

import mermaid from "mermaid";
import { describe, expect, test } from "vitest";
import { diffDiagrams } from "../../src/core/diagram/diff.ts";
import { markdownOf } from "../../src/core/diagram/markdown.ts";
import { checkHostile, checkMermaid } from "../fuzz/mermaid-check.ts";
import { corpusSchemas, realSchemas } from "../support/corpus.ts";
import { diagramFrom } from "./schemas.ts";

describe.each(realSchemas())("$name", ({ files }) => {
  const diagram = diagramFrom(files);

  test.each([{}, { comments: true }, { portable: true, direction: "TB" as const }])(
    "%o",
    (options) => checkMermaid(diagram, options),
  );

  test("every block of the Markdown document", async () => {
    const blocks = [...markdownOf(diagram, { comments: true }).matchAll(/```mermaid\n([^`]*)```/g)];
    for (const [, text = ""] of blocks) await mermaid.parse(text);
    expect(blocks.length).toBeGreaterThan(0);
  });
});

test("a comparison of two schemas that have little in common", async () => {
  const [first, second] = corpusSchemas().map(({ files }) => diagramFrom(files));
  if (first && second) await checkMermaid(diffDiagrams(first, second));
});

test("300 hostile schemas", { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= 300; seed++) {
    await checkHostile(seed).catch((error: Error) => {
      throw new Error(`seed ${seed}: ${error.message}`);
    });
  }
});
