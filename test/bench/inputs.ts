/** The schemas that are measured, each in a temporary project of its own. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { project } from "./places.ts";
import { type SyntheticSchema, syntheticSchema } from "./synthetic.ts";

export type Project = {
  readonly name: string;
  readonly folder: string;
  /** Absolute. */
  readonly files: readonly string[];
};

export type Inputs = {
  /** The largest schema of the corpus, where the corpus is present. */
  readonly real: Project | undefined;
  /** 1,000 models in one file. */
  readonly synthetic: Project;
  /** The same with every rule on. */
  readonly everyRule: Project;
  /** The same models in 20 files. */
  readonly manyFiles: Project;
  readonly schema: SyntheticSchema;
  readonly remove: () => void;
};

export function inputs(): Inputs {
  const root = mkdtempSync(join(tmpdir(), "prisma-architect-bench-"));
  const schema = syntheticSchema();
  return {
    real: realProject(root),
    synthetic: write(root, "1,000 models", {
      "prisma/schema.prisma": [schema.head, ...schema.departments].join("\n"),
    }),
    everyRule: withEveryRule(
      write(root, "1,000 models, every rule on", {
        "prisma/schema.prisma": [schema.head, ...schema.departments].join("\n"),
      }),
    ),
    manyFiles: write(root, "1,000 models in 20 files", manyFiles(schema, 20)),
    schema,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function realProject(root: string): Project | undefined {
  const file = join(project, "../shared/corpus/postgresql/civitai__civitai/schema.prisma");
  if (!existsSync(file)) {
    console.log("corpus not found: only the synthetic schema is measured");
    return undefined;
  }
  const text = readFileSync(file, "utf8");
  const models = text.match(/^model\s/gm)?.length ?? 0;
  return write(root, `civitai, ${models} models`, { "prisma/schema.prisma": text });
}

function withEveryRule(project: Project): Project {
  writeFileSync(join(project.folder, "prisma-architect.json"), '{ "preset": "all" }\n');
  return project;
}

function manyFiles({ head, departments }: SyntheticSchema, count: number): Record<string, string> {
  const each = Math.ceil(departments.length / (count - 1));
  const parts = Array.from({ length: count - 1 }, (_, at) => [
    `prisma/schema/part-${String(at + 1).padStart(2, "0")}.prisma`,
    departments.slice(at * each, (at + 1) * each).join("\n"),
  ]);
  return { "prisma/schema/schema.prisma": head, ...Object.fromEntries(parts) };
}

function write(root: string, name: string, files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(root, "project-"));
  writeFileSync(join(folder, "package.json"), '{ "name": "bench", "private": true }\n');
  const paths = Object.entries(files).map(([file, text]) => {
    const path = join(folder, file);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
  return { name, folder, files: paths };
}
