/** Which `prisma-architect.json` applies to a schema file: the nearest one above it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { configFileName } from "../core/lint/config.ts";

/** Looks up to and including the folder `top`, or the root of the file system without one. */
export function configFileFor(file: string, top?: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const found = path.join(folder, configFileName);
    if (existsSync(found)) return found;
    if (folder === top || folder === path.dirname(folder)) return undefined;
  }
}
