/** The packed extension works where its sources and node_modules are not. */
import { ok } from "node:assert/strict";
import { extensions, workspace } from "vscode";
import { diagnosticsOf, goTo, hideNoise, openFile, quickFix, screenshot, type } from "./ui.ts";
import { waitFor } from "./wait.ts";

const id = "prisma-schema-architect.prisma-schema-architect";
const installedBelow = process.env.ARCHITECT_EXTENSIONS ?? "";

describe("the packaged extension", () => {
  before(hideNoise);

  it("is the installed one", () => {
    const path = extensions.getExtension(id)?.extensionPath;
    ok(path?.startsWith(installedBelow), `it runs from ${path}, not from below ${installedBelow}`);
  });

  it("finds something in the example", async () => {
    const schemas = (await workspace.findFiles("prisma/schema/**/*.prisma")).sort();
    ok(schemas[0], "the example has no schema in prisma/schema");
    await openFile(workspace.asRelativePath(schemas[0]));
    const found = () => schemas.flatMap(diagnosticsOf).map(({ source }) => source);
    await waitFor("a diagnostic from architect", found, {
      until: (sources) => sources.includes("architect"),
    });
    await screenshot("packaged");
  });

  it("fixes by keyboard", async () => {
    const editor = await openFile("prisma/schema/payments.prisma");
    const { document } = editor;
    const money = () =>
      diagnosticsOf(document.uri).find(({ range }) => document.getText(range) === "Float");
    const { start } = (await waitFor("the finding", money)).range;
    await goTo(start.line + 1, start.character + 1);
    await quickFix("Change to Decimal @db.Decimal(19, 4)");
    await waitFor("the fix", () => document.getText().includes("@db.Decimal(19, 4)"));
    await waitFor("the finding to go", money, { until: (left) => left === undefined });
  });

  it("brings Prisma's own linter along", async () => {
    const { document } = await openFile("prisma/schema/reviews.prisma");
    await goTo(1, 1);
    await type("nonsense\n");
    const prisma = () => diagnosticsOf(document.uri).filter(({ source }) => source === "Prisma");
    await waitFor("an error of Prisma", prisma, { until: ({ length }) => length > 0 });
  });
});
