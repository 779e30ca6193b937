/** A Chromium for pages that tests look at. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Chromium, locateChromium } from "../host/chromium.ts";
import { toolsFolder } from "../host/places.ts";
import { readyTools } from "../host/tools.ts";

/** One that is there, or the one that the host tests fetch from npm. */
export async function someChromium(): Promise<Chromium> {
  const chromium = locateChromium(join(toolsFolder, "chromium"));
  return existsSync(chromium.executable) ? chromium : (await readyTools()).chromium;
}
