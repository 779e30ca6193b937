/** From what is clicked to where it is written, and from what is dragged to what stays there. */
import type { Diagram, SourcePlace } from "../../core/diagram/diagram.ts";
import type { DiagramSnapshot } from "../../protocol/diagram.ts";

export function placeOf(
  { entities, enums }: Diagram,
  id: string,
  row: string | undefined,
): SourcePlace | undefined {
  const entity = entities.find((one) => one.id === id);
  const field = row === undefined ? undefined : entity?.rows.find(({ name }) => name === row);
  return field?.at ?? entity?.at ?? enums.find((one) => one.id === id)?.at;
}

/** Of a node of the text tree, whose ids are made in core/diagram/text-tree.ts. */
export function placeOfListed(diagram: Diagram, node: string): SourcePlace | undefined {
  const relation = diagram.relations.find(({ id }) => node === `${id} from` || node === `${id} to`);
  if (relation !== undefined) return relation.at;
  const whole = node.replace(/ about$/, "");
  const exact = placeOf(diagram, whole, undefined);
  if (exact !== undefined) return exact;
  const dot = whole.indexOf(".");
  return placeOf(diagram, whole.slice(0, dot), whole.slice(dot + 1));
}

/** Everything that was dragged so far, and this box. */
export function pinsOf(
  snapshot: DiagramSnapshot | undefined,
  { id, x, y }: { readonly id: string; readonly x: number; readonly y: number },
): Record<string, { x: number; y: number }> {
  const before = snapshot?.layout?.boxes.filter(({ slot }) => slot !== undefined) ?? [];
  const pins = Object.fromEntries(before.map((box) => [box.id, { x: box.x, y: box.y }]));
  return { ...pins, [id]: { x, y } };
}
