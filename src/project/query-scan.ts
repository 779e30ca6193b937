/**
 * Reads the code of a project for calls of Prisma Client. Only the calls are kept, never a text;
 * what did not change since the last scan is not read again.
 */
import { readFile, stat } from "node:fs/promises";
import { lineStartsOf, positionAt } from "../core/base/text.ts";
import type { PlacedCall, PrismaCall } from "../core/query/call.ts";
import { prismaCalls } from "../core/query/prisma-calls.ts";
import { sourcesBelow } from "./sources.ts";

export type ScannedFile = {
  readonly path: string;
  /** Time of the last change and size, or undefined for a text that is not on disk. */
  readonly stamp: string | undefined;
  readonly calls: readonly PlacedCall[];
};

export type Scan = {
  readonly roots: readonly string[];
  /** The stamps of an earlier scan. */
  readonly known: ReadonlyMap<string, string>;
  readonly onProgress: (done: number, total: number) => void;
  readonly isCancelled: () => boolean;
};

export type ScanResult = {
  /** Those that are new or changed. */
  readonly changed: readonly ScannedFile[];
  /** Those that were known and are not there any more. */
  readonly gone: readonly string[];
  readonly isCancelled: boolean;
};

/** Nobody writes so much by hand. */
const mostBytes = 1_000_000;

/** As many files are read at once; between them, a message can arrive. */
const atOnce = 32;

export async function scan(asked: Scan): Promise<ScanResult> {
  const { roots, known, onProgress, isCancelled } = asked;
  const below = await Promise.all(roots.map((root) => sourcesBelow(root, isCancelled)));
  const files = [...new Set(below.flat())];
  const changed: ScannedFile[] = [];
  for (let at = 0; at < files.length && !isCancelled(); at += atOnce) {
    const read = await Promise.all(
      files.slice(at, at + atOnce).map((file) => scanFile(file, known.get(file))),
    );
    for (const one of read) if (one) changed.push(one);
    onProgress(Math.min(at + atOnce, files.length), files.length);
  }
  const present = new Set(files);
  const gone = [...known.keys()].filter((file) => !present.has(file));
  return { changed, gone, isCancelled: isCancelled() };
}

/** Undefined for a file that is as `known` has it, or cannot be read. */
export async function scanFile(file: string, known?: string): Promise<ScannedFile | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    const stamp = `${mtimeMs} ${size}`;
    if (stamp === known) return undefined;
    return {
      path: file,
      stamp,
      calls: size > mostBytes ? [] : callsIn(file, await readFile(file, "utf8")),
    };
  } catch {
    return undefined;
  }
}

/** `cache.tag.delete(key)` is a call of something else; one without a filter uses no index. */
function asksSomething({ where, orderBy }: PrismaCall): boolean {
  const { conditions, relations, either } = where;
  return [conditions, relations, either, orderBy].some((list) => list.length > 0);
}

/** The calls in a text that ask for anything, each with its place. */
export function callsIn(path: string, text: string): readonly PlacedCall[] {
  const calls = prismaCalls(text, path).filter(asksSomething);
  if (calls.length === 0) return [];
  const starts = lineStartsOf(text);
  const position = (offset: number) => ({ offset, ...positionAt(starts, offset) });
  return calls.map((call) => ({
    ...call,
    place: { path, start: position(call.start), end: position(call.end) },
  }));
}
