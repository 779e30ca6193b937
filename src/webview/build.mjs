/**
 * Bundles the panels: dist/erd.js, dist/migration.js and dist/plan.js with their styles, and what two
 * of them load late: dist/erd-mermaid.js, which is Mermaid with everything left out that an
 * `erDiagram` never asks for, and dist/plan-graph.js with its styles, which is pev2.
 */

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, context } from "esbuild";

const root = join(import.meta.dirname, "../..");

/** The parts of Mermaid that it loads when a diagram wants them; ELK is what we lay out with. */
const wanted = /\/(?:erDiagram|elk|dagre)-[A-Z0-9]+\.mjs$/;

/** Everything else that Mermaid would load later becomes an empty module. */
const erOnly = {
  name: "er-only",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ kind, path, importer }) => {
      const isLate = kind === "dynamic-import" && importer.includes("mermaid");
      if (!isLate || wanted.test(path)) return undefined;
      return { path, namespace: "left-out" };
    });
    onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents: "export default {}" }));
  },
};

/** Bootstrap restyles every element there is: it is held to where pev2 draws. */
const scopedBootstrap = {
  name: "scoped-bootstrap",
  setup({ onLoad }) {
    onLoad({ filter: /\bbootstrap[^/\\]*\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const rules = text
        .replace('@charset "UTF-8";', "")
        .replace(/\/\*# sourceMappingURL.*\*\//, "")
        // Its variables stand at the root of the page, where these rules do not reach.
        .replaceAll(":root", ":scope");
      return { contents: `@scope (.pev) {${rules}}`, loader: "css" };
    });
  },
};

/** Vue is built without its tools for developers and without what pev2 does not use. */
const vueSettings = {
  "process.env.NODE_ENV": '"production"',
  __VUE_OPTIONS_API__: "true",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
};

/** `outdir` is where the files go; further options are esbuild's. */
export function webviewBuilds(outdir, options = {}) {
  const common = {
    absWorkingDir: root,
    bundle: true,
    outdir,
    platform: "browser",
    format: "iife",
    // Of Electron in the oldest VS Code that we run in.
    target: "chrome132",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
    ...options,
  };
  return [
    {
      ...common,
      entryPoints: [
        { in: "src/webview/erd/main.ts", out: "erd" },
        { in: "src/webview/erd/style.css", out: "erd" },
        { in: "src/webview/migration/main.ts", out: "migration" },
        { in: "src/webview/migration/style.css", out: "migration" },
        { in: "src/webview/plan/main.ts", out: "plan" },
        { in: "src/webview/plan/style.css", out: "plan" },
      ],
    },
    {
      ...common,
      entryPoints: { "erd-mermaid": "src/webview/erd/mermaid-entry.ts" },
      // Never read, and large.
      minify: true,
      legalComments: "none",
      sourcemap: false,
      plugins: [erOnly],
    },
    {
      ...common,
      entryPoints: [
        { in: "src/webview/plan/graph/entry.ts", out: "plan-graph" },
        { in: "src/webview/plan/graph/style.css", out: "plan-graph" },
      ],
      // Never read, and large.
      minify: true,
      legalComments: "none",
      sourcemap: false,
      define: vueSettings,
      plugins: [scopedBootstrap],
    },
  ];
}

if (process.argv[1] === import.meta.filename) {
  const [, , watches, command, ...words] = process.argv;
  const builds = webviewBuilds("dist", watches ? { sourcemap: true } : {});
  if (watches === "--watch") {
    for (const one of builds) await (await context(one)).watch();
    // The other bundles are watched beside these: what follows `--watch` is run.
    if (command) spawn(command, words, { stdio: "inherit", shell: true });
  } else await Promise.all(builds.map((one) => build(one)));
}
