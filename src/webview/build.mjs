/**
 * Bundles the panels: dist/erd.js and dist/migration.js with their styles, and dist/erd-mermaid.js,
 * which is Mermaid with everything left out that an `erDiagram` never asks for.
 */
import { spawn } from "node:child_process";
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

/** `outdir` is where the three files go; further options are esbuild's. */
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
