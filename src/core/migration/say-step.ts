/** A step of a statement in a few plain words, for lists and headings: "Add column User.age". */
import type { Name, Step, TypeName } from "../sql/step.ts";

/** One line, a capital at the beginning, no full stop. */
export function sayStep(step: Step): string {
  switch (step.kind) {
    case "create-table":
      return `Create ${step.isTemporary ? "temporary " : ""}table ${named(step.table)}`;
    case "drop-table":
      return `Drop ${plural("table", step.tables)} ${list(step.tables)}`;
    case "rename-table":
      return `Rename table ${named(step.table)} to ${step.to}`;
    case "set-schema":
      return `Move ${named(step.table)} to schema ${step.to}`;
    case "set-table-option":
      return `Change ${words(step.option)} of ${named(step.table)}`;
    case "attach-partition":
      return `Attach partition ${named(step.partition)} to ${named(step.table)}`;
    case "detach-partition":
      return `Detach partition ${named(step.partition)} from ${named(step.table)}`;
    case "add-column":
      return `Add column ${named(step.table)}.${step.column.name}`;
    case "drop-column":
      return `Drop column ${column(step)}`;
    case "alter-type":
      return `Change the type of ${column(step)} to ${typeText(step.type)}`;
    case "set-not-null":
      return `Make ${column(step)} required`;
    case "drop-not-null":
      return `Make ${column(step)} optional`;
    case "set-default":
      return `Set the default of ${column(step)}`;
    case "drop-default":
      return `Drop the default of ${column(step)}`;
    case "add-identity":
    case "drop-identity":
    case "drop-expression":
    case "set-column-option":
      return `Change column ${column(step)}`;
    case "rename-column":
      return `Rename column ${column(step)} to ${step.to}`;
    case "add-constraint":
      return `Add ${constraintText(step.constraint)} to ${named(step.table)}`;
    case "drop-constraint":
      return `Drop constraint ${step.constraint} of ${named(step.table)}`;
    case "validate-constraint":
      return `Validate constraint ${step.constraint} of ${named(step.table)}`;
    case "alter-constraint":
      return `Change constraint ${step.constraint} of ${named(step.table)}`;
    case "rename-constraint":
      return `Rename constraint ${step.constraint} to ${step.to}`;
    case "create-index":
      return `Create ${step.isUnique ? "unique index" : "index"} ${step.index ?? ""} on ${named(step.table)}`.replace(
        "  ",
        " ",
      );
    case "drop-index":
      return `Drop ${plural("index", step.indexes)} ${list(step.indexes)}`;
    case "rename-index":
      return `Rename index ${named(step.index)} to ${step.to}`;
    case "reindex":
      return `Rebuild ${step.target} ${named(step.name)}`;
    default:
      return sayRest(step);
  }
}

function sayRest(step: Step): string {
  switch (step.kind) {
    case "create-enum":
      return `Create enum ${named(step.type)}`;
    case "add-enum-value":
      return `Add value ${step.value} to enum ${named(step.type)}`;
    case "rename-enum-value":
      return `Rename value ${step.value} of enum ${named(step.type)} to ${step.to}`;
    case "rename-type":
      return `Rename type ${named(step.type)} to ${step.to}`;
    case "drop-type":
      return `Drop ${plural("type", step.types)} ${list(step.types)}`;
    case "create-domain":
    case "alter-domain":
      return `${verb(step.kind)} domain ${named(step.domain)}`;
    case "create-view":
      return `${makes(step)} ${view(step)} ${named(step.view)}`;
    case "drop-view":
      return `Drop ${view(step)} ${list(step.views)}`;
    case "refresh-view":
      return `Refresh materialized view ${named(step.view)}`;
    case "create-trigger":
    case "drop-trigger":
      return `${verb(step.kind)} trigger ${step.trigger} on ${named(step.table)}`;
    case "switch-trigger":
      return `${step.on ? "Enable" : "Disable"} triggers of ${named(step.table)}`;
    case "create-policy":
    case "alter-policy":
    case "drop-policy":
      return `${verb(step.kind)} policy ${step.policy} on ${named(step.table)}`;
    case "row-level-security":
      return `${capital(step.change)} row-level security of ${named(step.table)}`;
    case "create-function":
      return `${makes(step)} ${step.isProcedure ? "procedure" : "function"} ${named(step.function)}`;
    case "drop-function":
      return `Drop function ${list(step.functions)}`;
    case "create-schema":
      return `Create schema ${step.schema}`;
    case "drop-schema":
      return `Drop schema ${step.schemas.join(", ")}`;
    case "rename-schema":
      return `Rename schema ${step.schema} to ${step.to}`;
    case "create-extension":
    case "drop-extension":
      return `${verb(step.kind)} extension ${step.extensions.join(", ")}`;
    case "create-sequence":
    case "alter-sequence":
    case "drop-sequence":
      return `${verb(step.kind)} sequence ${list(step.sequences)}`;
    case "insert":
      return `Insert rows into ${named(step.table)}`;
    case "update":
      return `Update ${which(step)} of ${named(step.table)}`;
    case "delete":
      return `Delete ${which(step)} of ${named(step.table)}`;
    case "merge":
      return `Merge rows into ${named(step.table)}`;
    case "truncate":
      return `Empty ${plural("table", step.tables)} ${list(step.tables)}`;
    case "lock-table":
      return `Lock ${plural("table", step.tables)} ${list(step.tables)}`;
    case "transaction":
      return capital(step.command);
    case "set":
      return `${step.isReset ? "Reset" : "Set"} ${step.setting}`;
    case "dynamic":
      return step.command === "do" ? "Run a DO block" : capital(step.command);
    case "other":
      return words(step.tag.replace(/Stmt$/, "").replace(/(?<!^)(?=[A-Z])/g, " "));
    default:
      return capital(words(step.kind));
  }
}

/** `User`, or `billing.Invoice` where the schema is written and is not `public`. */
export function named({ schema, name }: Name): string {
  return schema === undefined || schema === "public" ? name : `${schema}.${name}`;
}

/** `varchar(20)`, `numeric(10, 2)[]`. */
export function typeText({ schema, name, modifiers, isArray }: TypeName): string {
  const size = modifiers.length > 0 ? `(${modifiers.join(", ")})` : "";
  return `${named({ schema, name })}${size}${isArray ? "[]" : ""}`;
}

function constraintText(constraint: Extract<Step, { kind: "add-constraint" }>["constraint"]) {
  const kinds = {
    "primary-key": "the primary key",
    unique: "a unique constraint",
    check: "a check",
    "not-null": "a not-null constraint",
    "foreign-key": "a foreign key",
    exclude: "an exclusion constraint",
  };
  const target = constraint.kind === "foreign-key" ? ` to ${named(constraint.target)}` : "";
  return `${kinds[constraint.kind]}${target}`;
}

function column(step: { readonly table: Name; readonly column: string }): string {
  return `${named(step.table)}.${step.column}`;
}

function list(names: readonly Name[]): string {
  return names.map(named).join(", ");
}

function plural(word: string, names: readonly unknown[]): string {
  if (names.length === 1) return word;
  return word.endsWith("x") ? `${word}es` : `${word}s`;
}

function view({ isMaterialized }: { readonly isMaterialized: boolean }): string {
  return isMaterialized ? "materialized view" : "view";
}

function makes({ orReplace }: { readonly orReplace: boolean }): string {
  return orReplace ? "Replace" : "Create";
}

function which({ hasWhere }: { readonly hasWhere: boolean }): string {
  return hasWhere ? "rows" : "every row";
}

/** `create-policy` as "Create". */
function verb(kind: string): string {
  return capital(kind.split("-")[0] ?? "");
}

function words(name: string): string {
  return name.replaceAll("-", " ");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
