/** What the code around the schemas asks, read before they are checked. */
import type { QueryEvidence } from "../core/query/evidence.ts";
import type { Schema } from "../core/schema/resolve.ts";
import { evidenceBySchema } from "../project/code-of-schema.ts";
import { scan } from "../project/query-scan.ts";

/** By the first file of each schema. `roots` are the folders that are looked through. */
export async function evidenceAround(
  schemas: readonly Schema[],
  roots: readonly string[],
): Promise<ReadonlyMap<string, QueryEvidence>> {
  const { changed } = await scan({
    roots,
    known: new Map(),
    onProgress: () => {},
    isCancelled: () => false,
  });
  const calls = new Map(changed.map(({ path, calls }) => [path, calls]));
  return evidenceBySchema(
    schemas.map(({ files }) => files),
    calls,
    roots,
  );
}
