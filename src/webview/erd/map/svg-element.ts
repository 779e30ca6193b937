/** Primitives of the drawing as SVG elements. Texts only ever become text nodes. */
import type { Primitive } from "../../../core/diagram/primitive.ts";
import { short } from "../../../core/diagram/route.ts";

const namespace = "http://www.w3.org/2000/svg";

export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

export function primitiveElement(primitive: Primitive): SVGElement {
  switch (primitive.shape) {
    case "rect": {
      const { look, x, y, width, height, radius } = primitive;
      return svgElement("rect", {
        class: look,
        x: short(x),
        y: short(y),
        width: short(width),
        height: short(height),
        rx: String(radius),
      });
    }
    case "path":
      return svgElement("path", { class: primitive.look, d: primitive.d });
    case "text": {
      const { look, x, y, text, anchor, size } = primitive;
      const element = svgElement("text", {
        class: look,
        x: short(x),
        y: short(y),
        "font-size": String(size),
      });
      if (anchor !== "start") element.setAttribute("text-anchor", anchor);
      element.textContent = text;
      return element;
    }
  }
}

export function placeAt(element: SVGElement, x: number, y: number): void {
  element.setAttribute("transform", `translate(${short(x)} ${short(y)})`);
}
