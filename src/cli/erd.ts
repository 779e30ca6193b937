/** `prisma-architect erd`: a schema as a diagram, in one of the formats that others read. */
import path from "node:path";
import { dbmlOf } from "../core/diagram/dbml.ts";
import type { Diagram } from "../core/diagram/diagram.ts";
import { diagramOf } from "../core/diagram/graph.ts";
import { type LayoutView, layoutRequest } from "../core/diagram/layout-request.ts";
import { markdownOf } from "../core/diagram/markdown.ts";
import { usualAdvance } from "../core/diagram/measure.ts";
import { mermaidOf } from "../core/diagram/mermaid.ts";
import { select } from "../core/diagram/select.ts";
import { svgOf } from "../core/diagram/svg.ts";
import { darkPalette, lightPalette } from "../core/diagram/svg-palette.ts";
import { startLayout } from "../engines/layout.ts";
import { relative } from "./finding.ts";
import { oneSchema } from "./load.ts";
import { suggestion, UsageError } from "./usage.ts";
import type { ErdOptions } from "./usage-erd.ts";

export async function erd(options: ErdOptions, print: (text: string) => void): Promise<number> {
  const found = await oneSchema(options.path);
  const whole = diagramOf(found.schema);
  for (const name of options.models) mustExist(whole, name);
  const { diagram } = select(whole, {
    show:
      options.models.length > 0
        ? { kind: "focus", on: options.models, depth: options.depth, most: whole.entities.length }
        : { kind: "all" },
    detail: options.detail,
    enums: options.enums,
  });
  const title = relative(found.schema.files[0]?.path ?? "");
  print((await written(diagram, options, title)).trimEnd());
  return 0;
}

function mustExist({ entities }: Diagram, name: string): void {
  const names = entities.map(({ id }) => id);
  if (!names.includes(name)) {
    throw new UsageError(`There is no model called ${name}${suggestion(name, names)}`);
  }
}

async function written(diagram: Diagram, options: ErdOptions, title: string): Promise<string> {
  const { direction } = options;
  switch (options.format) {
    case "mermaid":
      return mermaidOf(diagram, { direction, portable: true }).text;
    case "markdown":
      return markdownOf(diagram, { direction, title });
    case "dbml":
      return dbmlOf(diagram);
    case "json":
      return JSON.stringify(diagram, null, 2);
    case "svg":
      return drawn(diagram, options, title);
  }
}

async function drawn(
  diagram: Diagram,
  { detail, direction, enums, dark }: ErdOptions,
  title: string,
): Promise<string> {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  const engine = startLayout(path.join(__dirname, "layout-worker.cjs"), warn);
  try {
    const view: LayoutView = {
      detail,
      direction: direction === "LR" ? "right" : "down",
      grouping: "auto",
      showsEnums: enums,
      advance: usualAdvance,
    };
    const layout = await engine.layout(layoutRequest(diagram, view), {});
    if (!layout) throw new Error("The layout was cancelled");
    return svgOf(diagram, layout, dark ? darkPalette : lightPalette, title);
  } finally {
    await engine.stop();
  }
}
