/** Schemas as diagrams, for the tests of what is made of them. */
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import type { PrismaFile } from "../support/prisma.ts";

export function schemaOf(text: string | readonly PrismaFile[]): Schema {
  const files: readonly PrismaFile[] = typeof text === "string" ? [["schema.prisma", text]] : text;
  return resolve(files.map(([path, content]) => parseFile(path, content)));
}

export function diagramFrom(text: string | readonly PrismaFile[]): Diagram {
  return diagramOf(schemaOf(text));
}

/** A relation as one line: `Post.author many → one User.posts (authorId → id)`. */
export function relationsIn({ relations }: Diagram): string[] {
  return relations.map(({ from, to, kind }) => {
    const rows =
      from.rows.length + to.rows.length === 0
        ? ""
        : ` (${[from.rows.join(" "), to.rows.join(" ")].filter((names) => names !== "").join(" → ")})`;
    const start = `${from.entity}.${from.field ?? "?"} ${from.cardinality}`;
    const end = `${to.cardinality} ${to.entity}.${to.field ?? "?"}`;
    return `${start} → ${end}${rows}${kind === "foreign-key" ? "" : ` ${kind}`}`;
  });
}
