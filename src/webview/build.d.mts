import type { BuildOptions } from "esbuild";

export function webviewBuilds(outdir: string, options?: BuildOptions): BuildOptions[];
