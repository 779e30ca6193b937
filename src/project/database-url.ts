/**
 * Where a project keeps the URL of its database: in its schema, in a `prisma.config.*`, and in the
 * environment or the `.env` files that these refer to. Runs nothing; values are for connecting
 * only, and never part of a text.
 */
import path from "node:path";
import { property, stringOf } from "../core/schema/attributes.ts";
import { parsePiece } from "../core/schema/parse.ts";
import { scan } from "../core/schema/scan.ts";
import type { ValueExpression } from "../core/schema/syntax.ts";
import type { ReadText } from "./discover.ts";
import { expanded, readEnvFile } from "./env-file.ts";
import { readStatedDatasource, type StatedUrl } from "./static-config.ts";

/** One place that has a URL. */
export type DatabaseCandidate = {
  /** Stays the same as long as the place does, whatever its value is. */
  readonly id: string;
  /** What people call it: `DATABASE_URL`, or `url` for one that is written out. */
  readonly name: string;
  /** Absolute path of the file that holds the value; undefined for the environment. */
  readonly file: string | undefined;
  /** Whether Prisma goes there for migrations instead of for queries. */
  readonly isDirect: boolean;
  /** The secret itself. */
  readonly url: string;
};

export type UrlPlaces = {
  /** Of one schema; absolute paths. */
  readonly schemaFiles: readonly string[];
  /** Nothing above it is looked at; absolute. */
  readonly root: string | undefined;
  /** Of the process: wins over files, as it does for Prisma. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readText: ReadText;
};

/**
 * Those of the direct connection first, as migrations take it and a pooler is in the way; then the
 * environment, then files from the schema's folder upwards. Only what looks like a URL of PostgreSQL.
 */
export async function databaseCandidates(places: UrlPlaces): Promise<DatabaseCandidate[]> {
  const folders = foldersOf(places);
  const stated = [...(await inConfigs(folders, places.readText)), ...(await inSchemas(places))];
  // Projects that say nothing, or nothing that can be read, use the name that all use.
  if (!stated.some(({ value }) => value.kind === "env")) stated.push(usual);
  const files = await envFiles(folders, places);
  const found = stated.flatMap(({ value, isDirect, file }): DatabaseCandidate[] => {
    if (value.kind === "text") {
      return [
        {
          id: `${file}#${keyOf(isDirect)}`,
          name: keyOf(isDirect),
          file,
          isDirect,
          url: value.text,
        },
      ];
    }
    const { name } = value;
    const fromEnvironment = places.environment[name];
    return [
      ...(fromEnvironment === undefined
        ? []
        : [{ id: `env#${name}`, name, file: undefined, isDirect, url: fromEnvironment }]),
      ...files.flatMap(({ file: at, read }) => {
        const url = read(name);
        return url === undefined ? [] : [{ id: `${at}#${name}`, name, file: at, isDirect, url }];
      }),
    ];
  });
  const ours = found.filter(({ url }) => /^postgres(ql)?:\/\//.test(url));
  const byId = new Map(
    ours.toSorted((a, b) => +b.isDirect - +a.isDirect).map((one) => [one.id, one]),
  );
  return [...byId.values()];
}

type Stated = {
  readonly value: StatedUrl;
  readonly isDirect: boolean;
  readonly file: string | undefined;
};

const usual: Stated = {
  value: { kind: "env", name: "DATABASE_URL" },
  isDirect: false,
  file: undefined,
};

function keyOf(isDirect: boolean): string {
  return isDirect ? "directUrl" : "url";
}

/** From the folders of the schema up to the root, or five up without one. */
function foldersOf({ schemaFiles, root }: UrlPlaces): string[] {
  const folders = new Set<string>();
  for (const file of schemaFiles) {
    let at = path.dirname(file);
    for (let up = 0; up < (root === undefined ? 5 : 50); up++) {
      folders.add(at);
      if (at === root || at === path.dirname(at)) break;
      at = path.dirname(at);
    }
  }
  return [...folders].sort((a, b) => b.length - a.length);
}

async function inConfigs(folders: readonly string[], readText: ReadText): Promise<Stated[]> {
  const found: Stated[] = [];
  for (const folder of folders) {
    for (const name of configNames) {
      const file = path.join(folder, name);
      const text = await readText(file);
      if (text === undefined) continue;
      const { url, directUrl } = readStatedDatasource(text, file);
      if (directUrl) found.push({ value: directUrl, isDirect: true, file });
      if (url) found.push({ value: url, isDirect: false, file });
    }
  }
  return found;
}

const configNames = ["ts", "mts", "cts", "js", "mjs", "cjs"].flatMap((extension) => [
  `prisma.config.${extension}`,
  `.config/prisma.${extension}`,
]);

async function inSchemas({ schemaFiles, readText }: UrlPlaces): Promise<Stated[]> {
  const found = schemaFiles.map(async (file) => {
    const text = (await readText(file)) ?? "";
    return [...scan(text)].flatMap(({ kind, start, end, keyword }): Stated[] => {
      if (kind !== "datasource") return [];
      const block = parsePiece(kind, text.slice(start, end), keyword - start);
      if (block.kind === "gap") return [];
      return [true, false].flatMap((isDirect) => {
        const value = urlIn(property(block, keyOf(isDirect))?.value);
        return value ? [{ value, isDirect, file }] : [];
      });
    });
  });
  return (await Promise.all(found)).flat();
}

function urlIn(value: ValueExpression | undefined): StatedUrl | undefined {
  const text = stringOf(value);
  if (text !== undefined) return { kind: "text", text };
  if (value?.kind !== "call" || value.name.text !== "env") return undefined;
  const [first] = value.arguments.items;
  const name = first?.kind === "argument" ? stringOf(first.value) : undefined;
  return name === undefined ? undefined : { kind: "env", name };
}

type EnvFile = {
  readonly file: string;
  readonly read: (name: string) => string | undefined;
};

async function envFiles(
  folders: readonly string[],
  { environment, readText }: UrlPlaces,
): Promise<EnvFile[]> {
  const found: EnvFile[] = [];
  for (const folder of folders) {
    for (const name of envNames) {
      const file = path.join(folder, name);
      const text = await readText(file);
      if (text === undefined) continue;
      const values = readEnvFile(text);
      found.push({
        file,
        read: (wanted) => {
          const value = values.get(wanted);
          return value === undefined
            ? undefined
            : expanded(value, values, (other) => environment[other]);
        },
      });
    }
  }
  return found;
}

/** What Prisma reads, then what frameworks put beside it. */
const envNames = [".env", ".env.local", ".env.development", ".env.development.local"];
