/** What a screen reader says of a box or a line. */
import type { FindingCounts } from "../../../core/diagram/diagram.ts";
import type { Scene, SceneBox, SceneEdge } from "./scene.ts";

export function boxLabel(scene: Scene, { id, kind, subject }: SceneBox): string {
  const isEnum = kind === "enum";
  const size = "rows" in subject ? subject.rows.length : subject.values.length;
  const words = [
    id,
    kind,
    counted(size, isEnum ? "value" : "field"),
    ...findingWords(subject.counts),
  ];
  const edges = scene.edgesOf(id).filter(({ relation }) => relation !== undefined);
  if (edges.length > 0) words.push(counted(edges.length, "relation"));
  if (subject.change !== undefined) words.push(subject.change);
  if (subject.isStale) words.push("as it was before the error");
  return words.join(", ");
}

export function edgeLabel({ source, target, relation }: SceneEdge): string {
  if (relation === undefined) return `${target} uses ${source}`;
  return `${relation.from.entity} refers to ${relation.to.entity}`;
}

function findingWords({ error, warning, info, hint }: FindingCounts): string[] {
  const words: string[] = [];
  if (error > 0) words.push(counted(error, "error"));
  if (warning > 0) words.push(counted(warning, "warning"));
  if (info > 0) words.push(counted(info, "note"));
  if (hint > 0) words.push(counted(hint, "hint"));
  return words;
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
