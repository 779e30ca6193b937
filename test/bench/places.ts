/** Where things are, seen from the root of the project. Runs from the bundle in .host/build. */
import { join } from "node:path";

export const project = join(import.meta.dirname, "../..");
export const dist = join(project, "dist");
export const bench = join(project, "test/bench");
export const peers = join(bench, "node_modules");
