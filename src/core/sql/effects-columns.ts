/**
 * What it takes to add a column, to change a column's type, to forbid NULL: whether the rows are
 * copied or only read, and which other tables wait.
 */
import type { Catalog, Column, Qualified } from "./catalog.ts";
import { addInlineConstraint, foreignKeyChecked, isNeverNull } from "./effects-constraints.ts";
import {
  type EffectDraft,
  familyOf,
  lock,
  named,
  rebuild,
  rewrite,
  scan,
} from "./effects-draft.ts";
import { foreignKeysTo, indexesOn, type Reference, viewsNaming } from "./lookup.ts";
import { keyOf, qualifyFunction, qualifyType, resolveType } from "./names.ts";
import type { ColumnDefinition, Expression, Step, TypeName } from "./step.ts";
import { type TypeChange, typeCost } from "./type-change.ts";
import { valueChange } from "./type-values.ts";

type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;

export function addColumn(draft: EffectDraft, step: Of<"add-column">): void {
  const { column } = step;
  const key = named(draft, step.table);
  // Nothing below is looked at when the column is there already.
  if (step.ifNotExists && draft.now.tables.get(key)?.columns.has(column.name)) return;
  const family = familyOf(draft.now, key, step.only === true ? "nothing" : "all");
  for (const one of family) {
    lock(draft, one, "ACCESS EXCLUSIVE");
    if (fillsRows(draft.now, column)) rewrite(draft, one);
  }
  const isFilled = hasValue(column) || isNumbered(column) || column.generated !== undefined;
  const isPrimary = column.constraints.some(({ kind }) => kind === "primary-key");
  if ((column.isNotNull || isPrimary) && !(isFilled && column.default?.isNull !== true)) {
    draft.risks.push({ kind: "any-row", table: key, column: column.name });
  }
  // A virtual column has no values to be sure of before they are asked for.
  if (column.isNotNull && column.generated?.kind === "virtual") scanAll(draft, family);
  for (const constraint of column.constraints) {
    addInlineConstraint(draft, key, constraint, column);
  }
}

function hasValue(column: ColumnDefinition): boolean {
  return column.default !== undefined;
}

function isNumbered({ type, identity }: ColumnDefinition): boolean {
  return identity !== undefined || (type.schema === undefined && /^serial[248]$/.test(type.name));
}

/**
 * Whether each row gets a value of its own. A value that is the same for all is kept beside the
 * table since PostgreSQL 11; a domain with a constraint has to be asked for each row.
 */
function fillsRows(catalog: Catalog, column: ColumnDefinition): boolean {
  if (isNumbered(column) || column.generated?.kind === "stored") return true;
  if (column.generated !== undefined) return false;
  if (domainOf(catalog, column.type)?.isConstrained === true) return true;
  return column.default !== undefined && isVolatile(catalog, column.default);
}

function domainOf(catalog: Catalog, type: TypeName) {
  const { schema, name, isArray } = resolveType(catalog, type);
  return schema === undefined || isArray ? undefined : catalog.domains.get(keyOf(schema, name));
}

/** A function that nobody knows may be anything: PostgreSQL takes it for volatile as well. */
function isVolatile(catalog: Catalog, { volatility, functions }: Expression): boolean {
  if (volatility !== "unknown") return volatility === "volatile";
  const own = functions.flatMap((name) => {
    const known = catalog.functions.get(qualifyFunction(catalog, { schema: undefined, name }));
    return known === undefined ? [] : [known.volatility];
  });
  return own.length === 0 || own.includes("volatile");
}

function scanAll(draft: EffectDraft, family: readonly Qualified[]): void {
  for (const one of family) scan(draft, one);
}

// --- SET NOT NULL

/**
 * A check that says the same and holds for all rows spares the scan since PostgreSQL 12.
 */
export function setNotNull(draft: EffectDraft, key: Qualified, name: string): void {
  for (const one of familyOf(draft.now, key)) {
    const table = draft.now.tables.get(one);
    if (isNeverNull(table, name)) continue;
    scan(draft, one);
    draft.risks.push({ kind: "nulls", table: one, columns: [name] });
  }
}

/** A stored value is computed again for each row; a virtual one never was. */
export function setExpression(draft: EffectDraft, step: Of<"set-expression">): void {
  const below = step.only === true ? "nothing" : "all";
  for (const key of familyOf(draft.now, named(draft, step.table), below)) {
    const generated = draft.now.tables.get(key)?.columns.get(step.column)?.generated;
    if (generated !== "virtual") rewrite(draft, key);
  }
}

// --- ALTER COLUMN … TYPE

export function alterType(draft: EffectDraft, step: Of<"alter-type">): void {
  const root = named(draft, step.table);
  for (const key of familyOf(draft.now, root, step.only === true ? "nothing" : "all")) {
    const column = draft.now.tables.get(key)?.columns.get(step.column);
    changeColumn(draft, key, column, changeOf(draft.now, step, column));
  }
  for (const { schema, name } of viewsNaming(draft.now, root, step.column)) {
    draft.risks.push({ kind: "dependents", name: keyOf(schema, name) });
  }
}

function changeOf(
  catalog: Catalog,
  step: Of<"alter-type">,
  column: Column | undefined,
): TypeChange {
  return {
    from: column?.type,
    to: resolveType(catalog, step.type),
    fromCollation: column?.collation,
    toCollation: step.collation,
    column: step.column,
    using: step.using,
  };
}

function changeColumn(
  draft: EffectDraft,
  key: Qualified,
  column: Column | undefined,
  change: TypeChange,
): void {
  const { domains } = draft.now;
  const { postgres, timeZone } = draft.settings;
  const cost =
    column?.generated === "virtual"
      ? ({ rewrites: false, rebuildsIndexes: true } as const)
      : typeCost(change, { domains, postgres, timeZone });
  if (cost.rewrites === "unknown") draft.isUnknown = true;
  const isRewritten = cost.rewrites !== false;
  if (isRewritten) rewrite(draft, key);
  for (const index of indexesOn(draft.now, key, change.column)) {
    const name = keyOf(index.schema, index.name);
    lock(draft, name, "ACCESS EXCLUSIVE");
    // Expressions and conditions are never compared: such an index is always built again.
    const isPlain = index.where === undefined && !index.columns.includes(undefined);
    if (isRewritten || cost.rebuildsIndexes || !isPlain) rebuild(draft, name);
  }
  checkAgain(draft, key, change.column, isRewritten);
  tellValues(draft, key, change);
}

/** Constraints on the column are made anew, and looked after where the values may have changed. */
function checkAgain(
  draft: EffectDraft,
  key: Qualified,
  column: string,
  isRewritten: boolean,
): void {
  const table = draft.now.tables.get(key);
  const own = [...(table?.constraints.values() ?? [])].filter((one) =>
    one.columns.includes(column),
  );
  for (const one of own) {
    if (one.kind === "check" && one.isValid) scan(draft, key);
    if (one.kind === "foreign-key") remake(draft, { table: key, foreignKey: one }, isRewritten);
  }
  for (const reference of foreignKeysTo(draft.now, key)) {
    const isMeant = reference.foreignKey.targetColumns.includes(column);
    if (isMeant) remake(draft, reference, isRewritten);
  }
}

function remake(draft: EffectDraft, { table, foreignKey }: Reference, isRewritten: boolean): void {
  lockFamily(draft, table);
  lockFamily(draft, foreignKey.target);
  if (isRewritten && foreignKey.isValid) foreignKeyChecked(draft, table, foreignKey.target);
}

function lockFamily(draft: EffectDraft, key: Qualified): void {
  for (const one of familyOf(draft.now, key, "partitions")) lock(draft, one, "ACCESS EXCLUSIVE");
}

function tellValues(draft: EffectDraft, table: Qualified, change: TypeChange): void {
  const { column, using } = change;
  const values = valueChange(change, (type) => valuesOf(draft.now, type));
  const from = change.from === undefined ? "" : typeText(change.from);
  const to = typeText(change.to);
  if (values.mayFail) {
    draft.risks.push({ kind: "uncastable", table, column, from, to, using: using?.text });
  }
  if (values.mayLose) draft.losses.push({ kind: "precision", table, column, from, to });
}

function valuesOf(catalog: Catalog, { schema, name, isArray }: TypeName) {
  return isArray ? undefined : catalog.enums.get(qualifyType(catalog, { schema, name }))?.values;
}

/** `numeric(10,2)[]`, for messages. */
export function typeText({ name, modifiers, isArray }: TypeName): string {
  const list = modifiers.length === 0 ? "" : `(${modifiers.join(",")})`;
  return `${name}${list}${isArray ? "[]" : ""}`;
}
