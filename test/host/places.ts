/** Where the harness finds and keeps things. It writes only below .host and the system's temp folder. */
import { join, resolve } from "node:path";

/** This file runs from its bundle in .host/build. */
export const repository = resolve(import.meta.dirname, "../..");
export const hostFolder = join(repository, ".host");
export const buildFolder = join(hostFolder, "build");
export const toolsFolder = join(hostFolder, "tools");
export const toolsSource = join(repository, "test/host/tools");

/** The extension under test; another one can stand in while the harness itself is being tested. */
export const extensionFolder = resolve(process.env.ARCHITECT_EXTENSION ?? repository);
export const exampleFolder = resolve(
  process.env.ARCHITECT_EXAMPLE ?? join(repository, "test/example"),
);
export const shotsFolder = resolve(
  process.env.ARCHITECT_SHOTS ?? join(repository, "test/host/shots"),
);

/** What runTests may spawn in place of VS Code's own program. */
export const wrapperProgram = join(buildFolder, "code-wrapper.mjs");
