/**
 * Turns places in the bundle into places in the TypeScript files. Node could do it, but the extension host
 * replaces the function that Node uses for it.
 */
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename } from "node:path";

const inlineMap = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;

let map: SourceMap | undefined;

export function toSources(stack: string): string {
  map ??= readMap();
  return stack.replace(/[^\s()]+:\d+:\d+/g, (place) => sourceOf(place) ?? place);
}

function sourceOf(place: string): string | undefined {
  const [, file = "", line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  if (basename(file) !== basename(__filename)) return undefined;
  const entry = map?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!entry || !("originalSource" in entry)) return undefined;
  const source = entry.originalSource.replace(/^(\.\.\/)+/, "");
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function readMap(): SourceMap | undefined {
  const encoded = inlineMap.exec(readFileSync(__filename, "utf8"))?.[1];
  if (encoded === undefined) return undefined;
  const payload = JSON.parse(Buffer.from(encoded, "base64").toString("utf8")) as SourceMapPayload;
  return new SourceMap(payload);
}
