/** The extension is there, wakes up for a schema, and says something about it. */
import { ok } from "node:assert/strict";
import { extensions, type Uri, workspace } from "vscode";
import { diagnosticsOf, hideNoise, openFile, screenshot, setTheme } from "./ui.ts";
import { waitFor } from "./wait.ts";

const id = "prisma-schema-architect.prisma-schema-architect";

describe("Prisma Schema Architect", () => {
  let schemas: Uri[] = [];

  before(async () => {
    schemas = (await workspace.findFiles("prisma/schema/**/*.prisma")).sort();
    await hideNoise();
  });

  it("is present", () => {
    ok(extensions.getExtension(id), `${id} is not among the extensions`);
  });

  it("wakes up when a schema opens", async () => {
    const [first] = schemas;
    ok(first, "the example has no schema in prisma/schema");
    await openFile(workspace.asRelativePath(first));
    const extension = extensions.getExtension(id);
    try {
      await waitFor(`${id} to be active`, () => extension?.isActive);
    } catch (late) {
      // If it tried and failed, its own error says more.
      await extension?.activate();
      throw late;
    }
  });

  it("finds something in the example", async () => {
    const found = () => schemas.flatMap(diagnosticsOf).map(({ source }) => source);
    await waitFor("a diagnostic from architect in prisma/schema", found, {
      until: (sources) => sources.includes("architect"),
    });
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`smoke-${theme}`);
    }
  });
});
