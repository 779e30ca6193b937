/** What the server would send to the panel, made of schema files in the test itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { layoutRequest } from "../../src/core/diagram/layout-request.ts";
import { usualAdvance } from "../../src/core/diagram/measure.ts";
import { mermaidOf } from "../../src/core/diagram/mermaid.ts";
import { viewed } from "../../src/core/diagram/view.ts";
import { defaults } from "../../src/core/lint/config.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import type { LayoutEngine } from "../../src/engines/layout.ts";
import { type DiagramSnapshot, type DiagramView, usualView } from "../../src/protocol/diagram.ts";
import { schemaOf } from "../diagram/schemas.ts";
import type { PrismaFile } from "./prisma.ts";

const shop = join(import.meta.dirname, "../example/prisma/schema");

export function exampleFiles(): PrismaFile[] {
  return readdirSync(shop).map((name) => [name, readFileSync(join(shop, name), "utf8")]);
}

/** With the findings of the strict preset. */
export function checkedDiagram(files: string | readonly PrismaFile[]): Diagram {
  const schema = schemaOf(files);
  const checked = schemaChecker({ ...defaults, preset: "strict" })(schema);
  const verdicts = checked.files.flatMap((file) => file.verdicts);
  return diagramOf(schema, (source) => verdicts.filter(({ at }) => at.source === source));
}

export type Seen = Partial<DiagramView>;

/** As the server makes it; all of a schema where nothing else is wished. */
export async function snapshotOf(
  whole: Diagram,
  wish: Seen,
  engine: LayoutEngine | undefined,
): Promise<DiagramSnapshot> {
  const shown = viewed(whole, { ...usualView, mode: "all", ...wish }, undefined, mostModels);
  const { view, diagram, renderer } = shown;
  const request = layoutRequest(diagram, {
    detail: view.detail,
    direction: view.direction,
    grouping: view.mode === "focus" ? "none" : view.grouping,
    showsEnums: view.enums,
    advance: usualAdvance,
  });
  const layout = renderer === "map" ? await engine?.layout(request, {}) : undefined;
  const direction = view.direction === "right" ? "LR" : "TB";
  const schema = { uri: "file:///shop/schema.prisma", title: "prisma/schema" };
  return {
    ...shown,
    schema,
    schemas: [schema, { uri: "file:///analytics.prisma", title: "services/analytics/db" }],
    names: [
      ...whole.entities.map(({ id, kind, rows }) => ({
        id,
        kind,
        rows: rows.map((row) => row.name),
      })),
      ...whole.enums.map(({ id, values }) => ({ id, kind: "enum" as const, rows: values })),
    ],
    ...(renderer === "mermaid" ? { mermaid: mermaidOf(diagram, { direction }) } : {}),
    ...(layout === undefined ? {} : { layout }),
  };
}

const mostModels = 40;
