/** The packed extension works where its sources and node_modules are not. */
import { ok } from "node:assert/strict";
import { extensions, workspace } from "vscode";
import { diagnosticsOf, hideNoise, openFile, screenshot } from "./ui.ts";
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
});
