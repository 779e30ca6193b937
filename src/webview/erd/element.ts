/** HTML elements in one expression. Texts only ever become text nodes. */

export type Content = Node | string | undefined | false;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) setAttribute(made, key, value);
  made.append(...content.filter((one) => one !== undefined && one !== false));
  return made;
}

/** `false` and undefined take the attribute away, `true` sets it without a value. */
export function setAttribute(
  target: Element,
  key: string,
  value: string | boolean | undefined,
): void {
  if (value === undefined || value === false) target.removeAttribute(key);
  else target.setAttribute(key, value === true ? "" : value);
}
