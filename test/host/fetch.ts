/**
 * Fetches what tests need that look at pages in a browser, before several of them would at once.
 * Does nothing where the packages do not fit: an installed browser serves there.
 */
import { tell } from "./telling.ts";
import { readyTools, toolsFitHere } from "./tools.ts";

export async function main(): Promise<number> {
  try {
    if (toolsFitHere()) await readyTools();
    return 0;
  } catch (error) {
    console.error(tell(error));
    return 1;
  }
}
