/**
 * The shapes of the Prisma syntax tree. Every node is a span of the piece it stands in; together
 * the nodes, punctuation and white space account for every character. No meaning is decided here.
 */
import type { Source, Span } from "../base/text.ts";

/** What a file is cut into: blocks with the comments right above them, and the gaps between. */
export type Piece = Block | Gap;

export type BlockKind = "model" | "view" | "type" | "enum" | "datasource" | "generator";

export type Block = Source & {
  readonly kind: BlockKind;
  readonly keyword: Span;
  readonly name: Name;
  /** The lines of comment directly above the keyword. */
  readonly docs: readonly Comment[];
  readonly members: readonly Member[];
  /** False for a block whose closing brace is missing. */
  readonly closed: boolean;
  readonly problems: readonly Problem[];
};

/** Comments, blank lines and text that is no block. */
export type Gap = Source & {
  readonly kind: "gap";
  readonly members: readonly (Comment | Skipped)[];
  readonly problems: readonly Problem[];
};

export type Member = FieldNode | AttributeNode | ValueNode | PropertyNode | Comment | Skipped;

/** A field of a model, view or composite type. `type` is missing while it is being typed. */
export type FieldNode = Span & {
  readonly kind: "field";
  readonly name: Name;
  readonly type: TypeNode | undefined;
  readonly attributes: readonly AttributeNode[];
  /** At the end of the same line. */
  readonly comment: Comment | undefined;
};

export type TypeNode = Span & {
  readonly kind: "type-reference";
  readonly name: Name;
  readonly arity: Arity;
  /** The database type in `Unsupported("…")`. */
  readonly unsupported: StringNode | undefined;
};

export type Arity = "required" | "optional" | "list";

/** `@name(…)` on a field, `@@name(…)` in a block. `name` holds the whole path: `db.VarChar`. */
export type AttributeNode = Span & {
  readonly kind: "attribute";
  readonly level: "field" | "block";
  readonly name: Name;
  readonly arguments: ArgumentsNode | undefined;
  readonly comment: Comment | undefined;
};

/** From `(` to `)`. */
export type ArgumentsNode = Span & {
  readonly kind: "arguments";
  readonly items: readonly (ArgumentNode | Skipped)[];
};

export type ArgumentNode = Span & {
  readonly kind: "argument";
  readonly name: Name | undefined;
  /** Missing in a half-typed `map:`. */
  readonly value: ValueExpression | undefined;
};

export type ValueExpression = StringNode | NumberNode | Name | CallNode | ArrayNode | ObjectNode;

export type Name = Span & { readonly kind: "name"; readonly text: string };
export type StringNode = Span & { readonly kind: "string"; readonly value: string };
export type NumberNode = Span & { readonly kind: "number"; readonly text: string };
export type CallNode = Span & {
  readonly kind: "call";
  readonly name: Name;
  readonly arguments: ArgumentsNode;
};
export type ArrayNode = Span & {
  readonly kind: "array";
  readonly items: readonly (ValueExpression | Skipped)[];
};
/** `{ field: value }`, the predicate of a partial index. */
export type ObjectNode = Span & {
  readonly kind: "object";
  readonly items: readonly (ArgumentNode | Skipped)[];
};

/** A value of an enum. */
export type ValueNode = Span & {
  readonly kind: "value";
  readonly name: Name;
  readonly attributes: readonly AttributeNode[];
  readonly comment: Comment | undefined;
};

/** `key = value` of a datasource or generator. */
export type PropertyNode = Span & {
  readonly kind: "property";
  readonly name: Name;
  readonly value: ValueExpression | undefined;
  readonly comment: Comment | undefined;
};

export type Comment = Span & {
  readonly kind: "comment";
  readonly style: "doc" | "line" | "block";
  /** Without the marks, and without one blank after them. */
  readonly text: string;
  /** True behind something else on its line. */
  readonly trailing: boolean;
};

/** Text that could not be understood. */
export type Skipped = Span & { readonly kind: "skipped" };

/** A mistake of syntax. The message has no full stop. */
export type Problem = { readonly at: Span; readonly message: string };
