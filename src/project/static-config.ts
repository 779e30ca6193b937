/**
 * What a `prisma.config.*` says about the schema, read from its text without running it: workspace
 * code is not executed just because a folder was opened. Knows paths, touches no file.
 */
import path from "node:path";
import { parse } from "@babel/parser";

/** The few node types that a configuration is written with. */
type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

export type StaticConfig = {
  /** Absolute path of the schema file or folder; undefined when the file does not say. */
  readonly schema: string | undefined;
  /** Absolute path of the folder of migrations; undefined when the file does not say plainly. */
  readonly migrations: string | undefined;
  /** True where the file says something that only running it could tell. */
  readonly unreadable: boolean;
};

export type StatedDatasource = { readonly url?: StatedUrl; readonly directUrl?: StatedUrl };

/** The URL itself, or the name of the variable that holds it. */
export type StatedUrl =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "env"; readonly name: string };

/** `file` is the absolute path of the configuration; paths in it count from its folder. */
export function readStaticConfig(text: string, file: string): StaticConfig {
  const program = parseProgram(text);
  if (program === undefined) return nothingRead;
  const scope = { folder: path.dirname(file), constants: constantsOf(program) };
  const exported = exportedValue(program);
  const config = exported && objectOf(exported, scope, 0);
  if (config === undefined) return nothingRead;
  const layers = layersOf(config, scope);
  const migrations = migrationsIn(layers, scope);
  const schema = propertyOf(layers, "schema");
  if (schema === undefined) {
    return { schema: undefined, migrations, unreadable: layers.includes(undefined) };
  }
  const value = textOf(schema, scope, 0);
  return {
    schema: value === undefined ? undefined : path.resolve(scope.folder, value),
    migrations,
    unreadable: value === undefined,
  };
}

/** What it says plainly of the database's URL: `datasource: { url: env("DATABASE_URL") }`. */
export function readStatedDatasource(text: string, file: string): StatedDatasource {
  const program = parseProgram(text) ?? [];
  const scope = { folder: path.dirname(file), constants: constantsOf(program) };
  const exported = exportedValue(program);
  const config = exported && objectOf(exported, scope, 0);
  const stated = config && propertyOf(layersOf(config, scope), "datasource");
  const object = stated && objectOf(stated, scope, 0);
  const layers = object ? layersOf(object, scope) : [];
  const url = urlIn(propertyOf(layers, "url"), scope, 0);
  const directUrl = urlIn(propertyOf(layers, "directUrl"), scope, 0);
  return { ...(url && { url }), ...(directUrl && { directUrl }) };
}

/** With or without a default behind it, which is for a machine where nothing is set. */
function urlIn(value: Node | undefined, scope: Scope, depth: number): StatedUrl | undefined {
  if (value === undefined || depth > deepest) return undefined;
  const preferred = value.type === "LogicalExpression" ? node(value.left) : undefined;
  const inner = unwrapped(value) ?? constant(value, scope) ?? preferred;
  if (inner) return urlIn(inner, scope, depth + 1);
  const key = variableIn(value);
  if (key) {
    const name = value.computed === false ? nameOf(key) : textOf(key, scope, 0);
    return name === undefined ? undefined : { kind: "env", name };
  }
  const text = textOf(value, scope, 0);
  return text === undefined ? undefined : { kind: "text", text };
}

/** What names the variable in `env("X")`, `process.env.X` and `process.env["X"]`. */
function variableIn({ type, callee, arguments: given, object, property }: Node): Node | undefined {
  if (type === "CallExpression") {
    return nameOf(node(callee)) === "env" ? nodes(given)[0] : undefined;
  }
  const isOfEnv = type === "MemberExpression" && nameOf(node(node(object)?.property)) === "env";
  return isOfEnv ? node(property) : undefined;
}

const nothingRead: StaticConfig = { schema: undefined, migrations: undefined, unreadable: true };

/** `migrations: { path: "db/migrations" }` */
function migrationsIn(layers: readonly (Node | undefined)[], scope: Scope): string | undefined {
  const stated = propertyOf(layers, "migrations");
  const object = stated && objectOf(stated, scope, 0);
  const place = object && propertyOf(layersOf(object, scope), "path");
  const value = place && textOf(place, scope, 0);
  return value === undefined ? undefined : path.resolve(scope.folder, value);
}

function parseProgram(text: string): readonly Node[] | undefined {
  try {
    const { program } = parse(text, {
      sourceType: "unambiguous",
      errorRecovery: true,
      plugins: ["typescript"],
    });
    return program.body as unknown as readonly Node[];
  } catch {
    // Half-typed: the file is read again when it changes.
    return undefined;
  }
}

type Scope = { readonly folder: string; readonly constants: ReadonlyMap<string, Node> };

/** Deeper than any configuration; stops constants that refer to each other. */
const deepest = 20;

function constantsOf(program: readonly Node[]): Map<string, Node> {
  const declarations = program
    .map((statement) =>
      statement.type === "ExportNamedDeclaration" ? node(statement.declaration) : statement,
    )
    .filter((statement) => statement?.type === "VariableDeclaration")
    .flatMap((statement) => nodes(statement?.declarations));
  return new Map(
    declarations.flatMap(({ id, init }) => {
      const name = node(id)?.name;
      const value = node(init);
      return typeof name === "string" && value ? [[name, value]] : [];
    }),
  );
}

/** What `export default`, `export =` or `module.exports =` gives. */
function exportedValue(program: readonly Node[]): Node | undefined {
  for (const statement of program) {
    if (statement.type === "ExportDefaultDeclaration") return node(statement.declaration);
    if (statement.type === "TSExportAssignment") return node(statement.expression);
    const named = nodes(statement.specifiers).find(
      ({ exported }) => nameOf(node(exported)) === "default",
    );
    if (named) return node(named.local);
    const expression = node(statement.expression);
    if (statement.type !== "ExpressionStatement" || expression?.type !== "AssignmentExpression")
      continue;
    const target = node(expression.left);
    const isExports =
      nameOf(node(target?.property)) === "exports" && nameOf(node(target?.object)) === "module";
    if (isExports) return node(expression.right);
  }
  return undefined;
}

/** Follows constants, `defineConfig(…)`, `as` and `satisfies` to the object they wrap. */
function objectOf(value: Node, scope: Scope, depth: number): Node | undefined {
  if (depth > deepest) return undefined;
  if (value.type === "ObjectExpression") return value;
  const inner = unwrapped(value) ?? constant(value, scope);
  if (inner) return objectOf(inner, scope, depth + 1);
  if (value.type !== "CallExpression") return undefined;
  const [first] = nodes(value.arguments);
  return first && objectOf(first, scope, depth + 1);
}

/** The last value that is stated in these objects, of which later ones win. */
function propertyOf(layers: readonly (Node | undefined)[], name: string): Node | undefined {
  const property = layers
    .flatMap((layer) => nodes(layer?.properties))
    .findLast(
      ({ type, key }) =>
        type === "ObjectProperty" && (nameOf(node(key)) ?? node(key)?.value) === name,
    );
  return property && node(property.value);
}

/** The objects spread in an object, then itself. Undefined stands for one that cannot be read. */
function layersOf(object: Node, scope: Scope, seen = new Set<Node>()): (Node | undefined)[] {
  if (seen.has(object)) return [undefined];
  seen.add(object);
  const spread = nodes(object.properties).filter(({ type }) => type === "SpreadElement");
  const inner = spread.flatMap(({ argument }) => {
    const value = node(argument);
    const read = value && objectOf(value, scope, 0);
    return read ? layersOf(read, scope, seen) : [undefined];
  });
  return [...inner, object];
}

/** The string an expression stands for; undefined when only running it could tell. */
function textOf(value: Node, scope: Scope, depth: number): string | undefined {
  if (depth > deepest) return undefined;
  const go = (inner: Node | undefined) => inner && textOf(inner, scope, depth + 1);
  if (value.type === "StringLiteral") return String(value.value);
  const inner = unwrapped(value) ?? constant(value, scope);
  if (inner) return go(inner);
  switch (value.type) {
    case "Identifier":
      return nameOf(value) === "__dirname" ? scope.folder : undefined;
    case "MemberExpression":
      return nameOf(node(value.property)) === "dirname" ? scope.folder : undefined;
    case "TemplateLiteral":
      return joined(nodes(value.quasis), nodes(value.expressions).map(go));
    case "BinaryExpression":
      return sum(go(node(value.left)), go(node(value.right)));
    case "LogicalExpression":
      return go(node(value.left)) ?? go(node(value.right));
    case "CallExpression":
      return called(value, nodes(value.arguments).map(go), scope);
    case "NewExpression":
      // new URL("./schema", import.meta.url)
      return go(nodes(value.arguments)[0]);
    default:
      return undefined;
  }
}

function sum(left: string | undefined, right: string | undefined): string | undefined {
  return left === undefined || right === undefined ? undefined : left + right;
}

function joined(quasis: readonly Node[], values: readonly (string | undefined)[]) {
  let text = "";
  for (const [at, quasi] of quasis.entries()) {
    const cooked = (quasi.value as { cooked?: string } | undefined)?.cooked ?? "";
    const value = at < values.length ? values[at] : "";
    if (value === undefined) return undefined;
    text += cooked + value;
  }
  return text;
}

/** `join(…)` and `resolve(…)` of node:path, `process.cwd()`, `fileURLToPath(new URL(…))`. */
function called(call: Node, values: readonly (string | undefined)[], scope: Scope) {
  const callee = node(call.callee);
  const name = nameOf(callee?.type === "MemberExpression" ? node(callee.property) : callee);
  if (name === "cwd") return scope.folder;
  const known = values.filter((value) => value !== undefined);
  if (known.length !== values.length || known.length === 0) return undefined;
  if (name === "join" || name === "normalize") return path.join(...known);
  if (name === "resolve") return path.resolve(scope.folder, ...known);
  return name === "fileURLToPath" ? known[0] : undefined;
}

function unwrapped(value: Node): Node | undefined {
  const wraps = [
    "TSAsExpression",
    "TSSatisfiesExpression",
    "TSNonNullExpression",
    "TSTypeAssertion",
    "ParenthesizedExpression",
  ];
  return wraps.includes(value.type) ? node(value.expression) : undefined;
}

function constant(value: Node, { constants }: Scope): Node | undefined {
  const name = value.type === "Identifier" ? nameOf(value) : undefined;
  return name === undefined ? undefined : constants.get(name);
}

function nameOf(value: Node | undefined): string | undefined {
  return typeof value?.name === "string" ? value.name : undefined;
}

function node(value: unknown): Node | undefined {
  return typeof value === "object" && value !== null && "type" in value
    ? (value as Node)
    : undefined;
}

function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.flatMap((item) => node(item) ?? []) : [];
}
