/** Which configuration and which baseline apply to a schema file: the nearest ones above it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { baselineFileName } from "../core/lint/baseline.ts";
import { configFileName } from "../core/lint/config.ts";

/** Looks up to and including the folder `top`, or the root of the file system without one. */
export function configFileFor(file: string, top?: string): string | undefined {
  return nearestAbove(configFileName, file, top);
}

export function baselineFileFor(file: string, top?: string): string | undefined {
  return nearestAbove(baselineFileName, file, top);
}

function nearestAbove(name: string, file: string, top: string | undefined): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const found = path.join(folder, name);
    if (existsSync(found)) return found;
    if (folder === top || folder === path.dirname(folder)) return undefined;
  }
}

/** How the overrides of a configuration file call other files: from its folder on. */
export function relativeTo(configFile: string | undefined): (file: string) => string {
  if (configFile === undefined) return (file) => file;
  const folder = path.dirname(configFile);
  return (file) => path.relative(folder, file).split(path.sep).join("/");
}
