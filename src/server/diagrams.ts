/**
 * Diagrams of the schemas of a workspace, as the panel wishes to see them. Remembers the last good
 * version of broken blocks and where boxes stood; everything else is made anew for each question.
 */
import type { Source } from "../core/base/text.ts";
import { dbmlOf } from "../core/diagram/dbml.ts";
import type { Diagram } from "../core/diagram/diagram.ts";
import { diffDiagrams } from "../core/diagram/diff.ts";
import { diagramOf } from "../core/diagram/graph.ts";
import { keepingLastGood, type LastGood } from "../core/diagram/last-good.ts";
import { type LayoutView, layoutRequest } from "../core/diagram/layout-request.ts";
import type { Layout } from "../core/diagram/layout-result.ts";
import { markdownOf } from "../core/diagram/markdown.ts";
import { usualAdvance } from "../core/diagram/measure.ts";
import { mermaidOf } from "../core/diagram/mermaid.ts";
import { shownAt } from "../core/diagram/origin.ts";
import { svgOf } from "../core/diagram/svg.ts";
import { darkPalette, lightPalette } from "../core/diagram/svg-palette.ts";
import { type Viewed, viewed } from "../core/diagram/view.ts";
import type { Verdict } from "../core/lint/rule.ts";
import { parseFile } from "../core/schema/file.ts";
import { resolve, type Schema } from "../core/schema/resolve.ts";
import type { LayoutEngine } from "../engines/layout.ts";
import { readFromDisk } from "../project/discover.ts";
import { committedTexts } from "../project/revision.ts";
import type {
  DiagramExportRequest,
  DiagramName,
  DiagramPlace,
  DiagramRequest,
  DiagramSnapshot,
  DiagramView,
  SchemaName,
} from "../protocol/diagram.ts";
import { type Names, titleOf } from "./checklist.ts";
import { pathOf } from "./paths.ts";
import type { CheckedSchema, Workspace } from "./workspace.ts";

export type StartLayout = (log: (message: string) => void) => LayoutEngine;

export class Diagrams {
  readonly #workspace: Workspace;
  readonly #names: Names;
  readonly #start: () => LayoutEngine;
  #engine: LayoutEngine | undefined;
  /** How many models Mermaid may be given. */
  most = 40;
  /** By the first file of a schema. */
  readonly #good = new Map<string, { of: Schema; good: LastGood }>();
  readonly #layouts = new Map<string, Layout>();

  constructor(workspace: Workspace, names: Names, start: StartLayout, log: (text: string) => void) {
    this.#workspace = workspace;
    this.#names = names;
    this.#start = () => start(log);
  }

  /** Whether anybody has looked at a diagram yet. */
  get isAsked(): boolean {
    return this.#good.size > 0;
  }

  async stop(): Promise<void> {
    await this.#engine?.stop();
  }

  /** Undefined where there is no schema, or a newer question came. */
  async snapshot(request: DiagramRequest): Promise<DiagramSnapshot | undefined> {
    const all = await this.#workspace.all();
    const checked = await this.#schemaAt(request.uri, all);
    if (checked === undefined) return undefined;
    const { shown, whole, note } = await this.#shown(checked, request);
    const layout =
      shown.renderer === "map" ? await this.#layout(checked, shown, request) : undefined;
    if (shown.renderer === "map" && layout === undefined) return undefined;
    const direction = shown.view.direction === "right" ? "LR" : "TB";
    const why = note ?? shown.note;
    return {
      schema: this.#name(checked),
      schemas: all.map((one) => this.#name(one)),
      view: shown.view,
      renderer: shown.renderer,
      diagram: shown.diagram,
      more: shown.more,
      names: namesIn(whole),
      ...(shown.renderer === "mermaid" && { mermaid: mermaidOf(shown.diagram, { direction }) }),
      ...(layout && { layout }),
      ...(shown.overview && { overview: shown.overview }),
      ...(why !== undefined && { note: why }),
    };
  }

  /** The text of a file that holds what a view shows. */
  async exported(request: DiagramExportRequest): Promise<string | undefined> {
    const checked = await this.#schemaAt(request.uri, await this.#workspace.all());
    if (checked === undefined) return undefined;
    const { shown } = await this.#shown(checked, request);
    const { title } = this.#name(checked);
    const direction = shown.view.direction === "right" ? "LR" : "TB";
    switch (request.format) {
      case "mmd":
        return mermaidOf(shown.diagram, { direction, portable: true }).text;
      case "md":
        return markdownOf(shown.diagram, { direction, title });
      case "dbml":
        return dbmlOf(shown.diagram);
      case "svg": {
        const layout = await this.#layout(checked, shown, request);
        const palette = request.isDark ? darkPalette : lightPalette;
        return layout && svgOf(shown.diagram, layout, palette, title);
      }
    }
  }

  /** The entity that the text shows there, and the row. */
  async entityAt(file: string, offset: number): Promise<DiagramPlace | undefined> {
    const checked = await this.#workspace.schemaOf(file);
    const at = checked && shownAt(this.#lastGood(checked).schema, file, offset);
    return at && { ...at, schema: this.#name(checked).uri };
  }

  async #schemaAt(uri: string | undefined, all: readonly CheckedSchema[]) {
    const known = uri === undefined ? undefined : await this.#workspace.schemaOf(pathOf(uri));
    return known ?? all[0];
  }

  #name({ schema }: CheckedSchema): SchemaName {
    return {
      uri: this.#names.uriOf(schema.files[0]?.path ?? ""),
      title: titleOf(schema, this.#names),
    };
  }

  async #shown(
    checked: CheckedSchema,
    { view, cursor }: DiagramRequest,
  ): Promise<{ shown: Viewed; whole: Diagram; note: string | undefined }> {
    const now = this.#diagram(checked);
    const at = cursor && (await this.entityAt(pathOf(cursor.uri), cursor.offset));
    const before = view.mode === "diff" ? await this.#before(checked, view) : undefined;
    const whole = before ? diffDiagrams(before, now) : now;
    const isMissing = view.mode === "diff" && before === undefined;
    const wish: DiagramView = isMissing ? { ...view, mode: "all" } : view;
    const note = isMissing
      ? "There is no commit to compare with: the schema is in no git repository, or nothing is committed yet."
      : undefined;
    return { shown: viewed(whole, wish, at?.entity, this.most), whole, note };
  }

  #lastGood({ schema }: CheckedSchema): LastGood {
    const key = schema.files[0]?.path ?? "";
    const known = this.#good.get(key);
    if (known?.of === schema) return known.good;
    const good = keepingLastGood(known?.good, schema);
    this.#good.set(key, { of: schema, good });
    return good;
  }

  #diagram(checked: CheckedSchema): Diagram {
    const byPiece = new Map<Source, Verdict[]>();
    for (const verdict of checked.check.files.flatMap(({ verdicts }) => verdicts)) {
      const same = byPiece.get(verdict.at.source);
      if (same) same.push(verdict);
      else byPiece.set(verdict.at.source, [verdict]);
    }
    const { schema, standIns } = this.#lastGood(checked);
    return diagramOf(schema, (piece) => byPiece.get(piece), standIns);
  }

  /** What the schema was: as it is saved, or as it was committed last. */
  async #before({ schema }: CheckedSchema, { base }: DiagramView): Promise<Diagram | undefined> {
    const files = schema.files.map(({ path }) => path);
    const texts = base === "git" ? await committedTexts(files) : await savedTexts(files);
    if (texts === undefined) return undefined;
    return diagramOf(resolve([...texts].map(([path, text]) => parseFile(path, text))));
  }

  async #layout(
    checked: CheckedSchema,
    { diagram, view }: Viewed,
    { pins, isTidy = false }: DiagramRequest,
  ): Promise<Layout | undefined> {
    this.#engine ??= this.#start();
    const layoutView: LayoutView = {
      detail: view.detail,
      direction: view.direction,
      grouping: view.mode === "focus" ? "none" : view.grouping,
      showsEnums: view.enums,
      advance: usualAdvance,
    };
    // What stood together is looked for in the last picture of the same kind.
    const key = `${checked.schema.files[0]?.path} ${view.mode} ${view.group ?? ""}`;
    const before = isTidy ? undefined : this.#layouts.get(key);
    const groups = before && new Map(before.boxes.map(({ id, group }) => [id, group]));
    const layout = await this.#engine.layout(layoutRequest(diagram, layoutView, groups), {
      lane: "panel",
      before,
      pins: new Map(Object.entries(pins)),
    });
    if (layout) this.#layouts.set(key, layout);
    return layout;
  }
}

async function savedTexts(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(
    files.map(async (file): Promise<[string, string][]> => {
      const text = await readFromDisk(file);
      return text === undefined ? [] : [[file, text]];
    }),
  );
  return new Map(texts.flat());
}

function namesIn({ entities, enums }: Diagram): DiagramName[] {
  return [
    ...entities.map(({ id, kind, rows }) => ({ id, kind, rows: rows.map(({ name }) => name) })),
    ...enums.map(({ id, values }) => ({ id, kind: "enum" as const, rows: values })),
  ];
}
