/**
 * Which Prisma and which PostgreSQL a project uses, as its files say: the installed package, else
 * the one that is asked for; the image that a compose file starts. Nothing is run.
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { ReadText } from "./discover.ts";

export type Version = readonly [major: number, minor: number];

/** Looks from the folder of the schema upwards, as Node does. Undefined where nothing says. */
export async function prismaVersionFor(
  folder: string,
  readText: ReadText,
): Promise<Version | undefined> {
  for (const at of foldersAbove(folder)) {
    for (const name of ["prisma", "@prisma/client"]) {
      const installed = await readText(path.join(at, "node_modules", name, "package.json"));
      const version = versionIn(json(installed)?.version);
      if (version) return version;
    }
    const wanted = json(await readText(path.join(at, "package.json")));
    for (const kind of ["dependencies", "devDependencies"]) {
      const packages = json(wanted?.[kind]);
      const version = versionIn(packages?.prisma) ?? versionIn(packages?.["@prisma/client"]);
      if (version) return version;
    }
  }
  return undefined;
}

/** The major version in `image: postgres:16-alpine` of a compose file at or above the folder. */
export async function postgresVersionFor(
  folder: string,
  readText: ReadText,
): Promise<number | undefined> {
  for (const at of foldersAbove(folder)) {
    const names: string[] = await readdir(at).catch(() => []);
    for (const name of names.filter((one) => composeFile.test(one)).sort()) {
      const text = (await readText(path.join(at, name))) ?? "";
      const major = image.exec(text)?.[1];
      if (major !== undefined && Number(major) < 100) return Number(major);
    }
    // Beyond the repository are other people's files.
    if (names.includes(".git")) return undefined;
  }
  return undefined;
}

const composeFile = /^(docker-)?compose[\w.-]*\.ya?ml$/;

/** `postgres:16`, `postgis/postgis:15-3.3`, `pgvector/pgvector:pg17`, `timescale/timescaledb:…-pg16`. */
const image =
  /^\s*image:\s*["']?(?:[\w./-]*(?:postgres|postgis|pgvector|timescaledb)[\w./-]*):(?:[\w.]*-)?(?:pg)?(\d+)/m;

function foldersAbove(folder: string): string[] {
  const above = [folder];
  for (let at = folder; at !== path.dirname(at); ) {
    at = path.dirname(at);
    above.push(at);
  }
  return above;
}

/** `^6.4.1`, `6.x`, `~7.1` and `7.4.0`; tags and workspace references say nothing. */
function versionIn(value: unknown): Version | undefined {
  const [, major, minor] =
    typeof value === "string" ? (/^[\^~>=v\s]*(\d+)(?:\.(\d+|x))?/.exec(value) ?? []) : [];
  if (major === undefined) return undefined;
  return [Number(major), Number(minor === "x" ? 0 : (minor ?? 0))];
}

function json(value: unknown): Record<string, unknown> | undefined {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  if (typeof value !== "string") return undefined;
  try {
    return json(JSON.parse(value.replace(/^\uFEFF/, "")));
  } catch {
    return undefined;
  }
}
