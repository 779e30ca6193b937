/** The real programs, bundled as the bundle script of the package bundles them. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import packageFile from "../../package.json" with { type: "json" };

const root = join(import.meta.dirname, "../..");

/** Bundles one of the entry points that the script names, such as `cli`. */
export async function bundle(name: string, folder: string): Promise<string> {
  const words = packageFile.scripts.bundle.split(" ");
  const entry = words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  if (entry === undefined) throw new Error(`The bundle script does not make ${name}`);
  const option = (key: string) =>
    words.find((word) => word.startsWith(`--${key}=`))?.slice(key.length + 3);
  await build({
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    bundle: true,
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    platform: "node",
    format: "cjs",
    target: option("target") ?? "",
    mainFields: option("main-fields")?.split(",") ?? [],
    external: ["vscode"],
    logLevel: "error",
  });
  return join(folder, `${name}.cjs`);
}

/** The thread of Prisma's schema engine with the wasm that it loads; its path. */
export async function bundleSchemaEngine(folder: string): Promise<string> {
  const name = "schema_engine_bg.wasm";
  copyFileSync(join(root, "node_modules/@prisma/schema-engine-wasm", name), join(folder, name));
  return bundle("schema-engine-worker", folder);
}

/** What Prisma's own linter loads, which the build script copies beside the worker. */
export function copyWasm(folder: string): void {
  const name = "prisma_schema_build_bg.wasm";
  copyFileSync(join(root, "node_modules/@prisma/prisma-schema-wasm/src", name), join(folder, name));
}

/** PostgreSQL's own parser, which the build script copies beside the command line and the server. */
export function copyPgParser(folder: string): void {
  const name = "libpg-query.wasm";
  copyFileSync(join(root, "node_modules/libpg-query/wasm", name), join(folder, name));
}
