/**
 * Looks things up in syntax nodes: attributes by name, arguments by name or position, and the
 * plain values in them. Knows no attribute by its meaning.
 */
import type {
  ArgumentNode,
  AttributeNode,
  Block,
  Member,
  Name,
  PropertyNode,
  ValueExpression,
} from "./syntax.ts";

/** The first attribute called `name`, written without its marks. */
export function attribute(
  attributes: readonly AttributeNode[],
  name: string,
): AttributeNode | undefined {
  return attributes.find((candidate) => candidate.name.text === name);
}

/** The `@@` attributes of a block, in order. */
export function blockAttributes(block: Block): AttributeNode[] {
  return block.members.filter(isAttribute);
}

function isAttribute(member: Member): member is AttributeNode {
  return member.kind === "attribute";
}

/** The arguments of an attribute, without what could not be read. */
export function argumentsOf(attribute: AttributeNode): ArgumentNode[] {
  const items = attribute.arguments?.items ?? [];
  return items.filter((item) => item.kind === "argument");
}

/**
 * The value of the argument called `name`. Without one, the first unnamed argument when `first`
 * says that this argument may stand there without its name.
 */
export function argument(
  attribute: AttributeNode | undefined,
  name: string,
  first = false,
): ValueExpression | undefined {
  if (attribute === undefined) return undefined;
  const all = argumentsOf(attribute);
  const named = all.find((candidate) => candidate.name?.text === name);
  if (named || !first) return named?.value;
  return all.find((candidate) => candidate.name === undefined)?.value;
}

/** The text of a string; undefined for everything else. */
export function stringOf(value: ValueExpression | undefined): string | undefined {
  return value?.kind === "string" ? value.value : undefined;
}

/** The text of a word such as `Cascade`; undefined for everything else. */
export function wordOf(value: ValueExpression | undefined): string | undefined {
  return value?.kind === "name" ? value.text : undefined;
}

/** What stands in `[…]`, or the one value that stands there without brackets. */
export function itemsOf(value: ValueExpression | undefined): ValueExpression[] {
  if (value === undefined) return [];
  if (value.kind !== "array") return [value];
  return value.items.filter((item) => item.kind !== "skipped");
}

/** The words in `[a, b]`; undefined when the argument is missing. */
export function wordsOf(value: ValueExpression | undefined): Name[] | undefined {
  if (value === undefined) return undefined;
  return itemsOf(value).filter((item) => item.kind === "name");
}

/** `key = value` of a datasource or generator. */
export function property(block: Block, name: string): PropertyNode | undefined {
  return block.members.find(
    (member): member is PropertyNode => member.kind === "property" && member.name.text === name,
  );
}
