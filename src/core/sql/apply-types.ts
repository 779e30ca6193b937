/** Enums and domains: created, grown, renamed inside and dropped. Columns that use them stay. */
import { type Draft, put } from "./apply-draft.ts";
import { removeType } from "./apply-removal.ts";
import { creationSchema, keyOf, qualifyType, resolveType } from "./names.ts";
import type { Step } from "./step.ts";

type Of<Kind> = Extract<Step, { readonly kind: Kind }>;

export function createEnum(draft: Draft, { type, values }: Of<"create-enum">): void {
  const schema = type.schema ?? creationSchema(draft);
  put(draft, "enums", keyOf(schema, type.name), { schema, name: type.name, values });
}

/** At the end unless a place is given; a value that is there already stays where it is. */
export function addEnumValue(draft: Draft, step: Of<"add-enum-value">): void {
  const key = qualifyType(draft, step.type);
  const known = draft.enums.get(key);
  if (known === undefined || known.values.includes(step.value)) return;
  const values = [...known.values];
  const neighbour = step.place === undefined ? -1 : values.indexOf(step.place.value);
  const before = step.place?.side === "before" ? neighbour : neighbour + 1;
  values.splice(neighbour === -1 ? values.length : before, 0, step.value);
  put(draft, "enums", key, { ...known, values });
}

export function renameEnumValue(draft: Draft, step: Of<"rename-enum-value">): void {
  const key = qualifyType(draft, step.type);
  const known = draft.enums.get(key);
  if (known === undefined) return;
  const values = known.values.map((value) => (value === step.value ? step.to : value));
  put(draft, "enums", key, { ...known, values });
}

export function dropTypes(draft: Draft, step: Of<"drop-type">): void {
  for (const name of step.types) removeType(draft, qualifyType(draft, name), step.cascade);
}

export function createDomain(draft: Draft, step: Of<"create-domain">): void {
  const schema = step.domain.schema ?? creationSchema(draft);
  const base = resolveType(draft, step.base);
  put(draft, "domains", keyOf(schema, step.domain.name), {
    base,
    isConstrained: step.isConstrained,
  });
}

export function alterDomain(draft: Draft, step: Of<"alter-domain">): void {
  const key = qualifyType(draft, step.domain);
  const known = draft.domains.get(key);
  if (known === undefined || step.adds === undefined) return;
  put(draft, "domains", key, { ...known, isConstrained: true });
}
