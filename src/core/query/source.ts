/**
 * A TypeScript or JavaScript text as a tree with scopes: what a name stands for at a place. Knows
 * nothing of Prisma. Half-typed texts give what could be read.
 */
import { parse } from "@babel/parser";

export type Statement = ReturnType<typeof parse>["program"]["body"][number];
export type Expression = Extract<Statement, { type: "ExpressionStatement" }>["expression"];
type OfType<Type extends string> = Extract<Expression, { type: Type }>;
export type ObjectNode = OfType<"ObjectExpression">;
export type TemplateNode = OfType<"TaggedTemplateExpression">;
export type CallNode = OfType<"CallExpression"> | OfType<"OptionalCallExpression">;

/** Any node of the tree, as little of it as a walk needs. */
type Node = {
  readonly type: string;
  readonly start?: number | null;
  readonly end?: number | null;
};

export type Scope = {
  readonly parent: Scope | undefined;
  readonly names: Map<string, Binding>;
};

/** What a name was declared as, and what is put into it afterwards: `where.status = …`. */
export type Binding = {
  /** Undefined for parameters, imports and whatever else only running would tell. */
  readonly value: Expression | undefined;
  readonly scope: Scope;
  readonly parts: Part[];
  /** What `name = …` gives it later, and what `name.push(…)` adds to it. */
  readonly later: { readonly node: Expression; readonly scope: Scope }[];
  readonly pushed: { readonly node: CallNode["arguments"][number]; readonly scope: Scope }[];
  /** Given another value later. */
  isReassigned: boolean;
  /** How often its value was looked at. */
  reads: number;
};

/** `where.status = …`; undefined where it is not known what was put in. */
type Part =
  | { readonly name: string; readonly value: Expression; readonly scope: Scope }
  | undefined;

/**
 * Calls `onCall` for each call, and `onTemplate` for each tagged template, once all that is declared
 * around it is known. `places` are offsets of those that matter: functions and methods of the file
 * without any are passed over. What is given to a method may come back changed, unless `isReader`
 * knows it. False for a text that could not be read at all.
 */
export function readSource(
  text: string,
  plugins: readonly ("typescript" | "jsx" | "flow")[],
  places: readonly number[],
  isReader: (method: string) => boolean,
  onCall: (call: CallNode, scope: Scope) => void,
  onTemplate?: (template: TemplateNode, scope: Scope) => void,
): boolean {
  const program = parseProgram(text, plugins);
  const calls: [CallNode, Scope][] = [];
  const templates: [TemplateNode, Scope][] = [];
  const assignments: [OfType<"AssignmentExpression">, Scope][] = [];
  let depth = 0;
  const holdsPlace = ({ start, end }: Node) =>
    places.some((place) => place >= (start ?? 0) && place < (end ?? text.length));
  const visit = (value: unknown, scope: Scope, isInside: boolean): void => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) for (const item of value) visit(item, scope, isInside);
    else if (isNode(value) && !isType(value.type)) enter(value, scope, isInside);
  };
  const enter = (node: Node, outer: Scope, isInside: boolean): void => {
    const isWork = functions.has(node.type);
    // What a function does to names of the file, while it asks for nothing, is left out.
    if (depth > deepest || (isWork && !isInside && !holdsPlace(node))) return;
    // What is given to a call may run at once.
    const isRun = isInside || isWork || isCall(node);
    const scope = opensScope(node.type) ? { parent: outer, names: new Map() } : outer;
    declareAll(node, scope);
    if (isCall(node)) calls.push([node, scope]);
    if (isTemplate(node)) templates.push([node, scope]);
    if (isAssignment(node)) assignments.push([node, scope]);
    depth++;
    for (const value of Object.values(node)) visit(value, scope, isRun);
    depth--;
  };
  visit(program, { parent: undefined, names: new Map() }, false);
  for (const [assignment, scope] of assignments) assign(assignment, scope);
  for (const [call, scope] of calls) handOver(call, scope, isReader);
  for (const [call, scope] of calls) onCall(call, scope);
  for (const [template, scope] of templates) onTemplate?.(template, scope);
  return program !== undefined;
}

/** Deeper than anybody nests or chains; what is below is left out before the stack is full. */
const deepest = 1500;

/** Types hold no calls. Some nodes of TypeScript wrap expressions, and are none. */
function isType(type: string): boolean {
  return (type.startsWith("TS") && !wraps.has(type)) || aside.has(type);
}

const wraps = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "TSParameterProperty",
  "TSExportAssignment",
  "TSModuleDeclaration",
  "TSModuleBlock",
]);

const aside = new Set(["ImportDeclaration", "TypeAnnotation", "InterfaceDeclaration", "TypeAlias"]);

function parseProgram(
  text: string,
  plugins: readonly ("typescript" | "jsx" | "flow")[],
): readonly Statement[] | undefined {
  try {
    return parse(text, {
      sourceType: "module",
      errorRecovery: true,
      attachComment: false,
      allowReturnOutsideFunction: true,
      allowImportExportEverywhere: true,
      allowUndeclaredExports: true,
      plugins: [...plugins, "decorators-legacy", "explicitResourceManagement"],
    }).program.body;
  } catch {
    // Half-typed: it is read again when it changes.
    return undefined;
  }
}

/** What `name` was declared as, where it is used; undefined for what comes from elsewhere. */
export function lookUp(name: string, scope: Scope | undefined): Binding | undefined {
  for (let at = scope; at; at = at.parent) {
    const found = at.names.get(name);
    if (found) return found;
  }
  return undefined;
}

/** More than any file needs; stops values that are made of themselves. */
const mostReads = 1000;

/** What a name holds for good; undefined where it may hold something else. */
export function heldBy(binding: Binding): Expression | undefined {
  return binding.isReassigned || binding.reads++ > mostReads ? undefined : binding.value;
}

function declareAll(node: Node, scope: Scope): void {
  if (isDeclarator(node) && node.id.type === "Identifier" && node.init) {
    declare(scope, node.id.name, node.init);
    return;
  }
  const pattern = isDeclarator(node)
    ? node.id
    : isFunction(node)
      ? node.params
      : isCatch(node)
        ? node.param
        : undefined;
  for (const name of namesIn(pattern)) declare(scope, name, undefined);
}

function declare(scope: Scope, name: string, value: Expression | undefined): void {
  const before = scope.names.get(name);
  if (before) before.isReassigned = true;
  else scope.names.set(name, bindingOf(value, scope));
}

function bindingOf(value: Expression | undefined, scope: Scope): Binding {
  return { value, scope, parts: [], later: [], pushed: [], isReassigned: false, reads: 0 };
}

/** The scope of a function's body: its parameters hold what is not known. */
export function scopeOfParameters(parameters: unknown, parent: Scope): Scope {
  const scope: Scope = { parent, names: new Map() };
  for (const name of namesIn(parameters)) declare(scope, name, undefined);
  return scope;
}

function assign({ left, right, operator }: OfType<"AssignmentExpression">, scope: Scope): void {
  if (left.type === "Identifier") {
    const binding = lookUp(left.name, scope);
    if (binding === undefined) return;
    binding.isReassigned = true;
    if (operator === "=") binding.later.push({ node: right, scope });
    return;
  }
  if (left.type !== "MemberExpression" || left.object.type !== "Identifier") return;
  const isPlain = operator === "=" && !left.computed && left.property.type === "Identifier";
  const name = isPlain && left.property.type === "Identifier" ? left.property.name : undefined;
  const part = name === undefined ? undefined : { name, value: right, scope };
  lookUp(left.object.name, scope)?.parts.push(part);
}

/** `where.AND.push(…)` adds what is not known, and so may `withTenant(where)`. */
function handOver(call: CallNode, scope: Scope, isReader: (method: string) => boolean): void {
  const { callee, arguments: given } = call;
  const method =
    callee.type === "Identifier"
      ? callee.name
      : callee.type === "MemberExpression" && callee.property.type === "Identifier"
        ? callee.property.name
        : "";
  if (callee.type === "MemberExpression" && growing.has(method)) {
    grow(callee.object, method === "push" ? given : [], scope);
  }
  if (isReader(method)) return;
  for (const argument of given) {
    const binding = argument.type === "Identifier" ? lookUp(argument.name, scope) : undefined;
    if (binding?.value?.type === "ObjectExpression") binding.parts.push(undefined);
  }
}

function grow(
  list: Expression | { readonly type: "Super" },
  pushed: CallNode["arguments"],
  scope: Scope,
): void {
  const binding = lookUp(rootOf(list) ?? "", scope);
  binding?.parts.push(undefined);
  if (list.type === "Identifier") binding?.pushed.push(...pushed.map((node) => ({ node, scope })));
}

const growing = new Set(["push", "unshift", "splice", "concat", "fill"]);

function rootOf(node: Expression | { readonly type: "Super" }): string | undefined {
  let at = node;
  while (at.type === "MemberExpression") at = at.object;
  return at.type === "Identifier" ? at.name : undefined;
}

/** The names that a pattern declares. */
function namesIn(pattern: unknown): string[] {
  if (Array.isArray(pattern)) return pattern.flatMap(namesIn);
  if (!isNode(pattern)) return [];
  const part = (key: string) => namesIn(Reflect.get(pattern, key));
  switch (pattern.type) {
    case "Identifier":
      return [String(Reflect.get(pattern, "name"))];
    case "AssignmentPattern":
      return part("left");
    case "RestElement":
      return part("argument");
    case "ObjectPattern":
      return part("properties");
    case "ObjectProperty":
      return part("value");
    case "ArrayPattern":
      return part("elements");
    case "TSParameterProperty":
      return part("parameter");
    default:
      return [];
  }
}

const scopes = new Set(["BlockStatement", "ForStatement", "ForOfStatement", "ForInStatement"]);

function opensScope(type: string): boolean {
  return (
    scopes.has(type) || functions.has(type) || type === "CatchClause" || type === "StaticBlock"
  );
}

const functions = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ObjectMethod",
  "ClassMethod",
  "ClassPrivateMethod",
]);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function isFunction(node: Node): node is Node & { params: unknown } {
  return functions.has(node.type);
}

function isCatch(node: Node): node is Node & { param: unknown } {
  return node.type === "CatchClause";
}

type Declarator = Extract<Statement, { type: "VariableDeclaration" }>["declarations"][number];

function isDeclarator(node: Node): node is Declarator {
  return node.type === "VariableDeclarator";
}

function isCall(node: Node): node is CallNode {
  return node.type === "CallExpression" || node.type === "OptionalCallExpression";
}

function isTemplate(node: Node): node is TemplateNode {
  return node.type === "TaggedTemplateExpression";
}

function isAssignment(node: Node): node is OfType<"AssignmentExpression"> {
  return node.type === "AssignmentExpression";
}
