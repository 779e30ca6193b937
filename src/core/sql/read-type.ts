/**
 * Enums and domains → steps. Composite and range types are left to "other".
 */
import { nameOf } from "./expression.ts";
import { childOf, flagIn, listIn, type Node, stringIn, stringsIn } from "./node.ts";
import { readConstraint } from "./read-constraint.ts";
import type { Reading } from "./reading.ts";
import type { StepKind } from "./step.ts";
import { readTypeName } from "./type-name.ts";

/** CreateEnumStmt. */
export function readCreateEnum(node: Node): StepKind {
  return {
    kind: "create-enum",
    type: nameOf(stringsIn(node, "typeName")),
    values: stringsIn(node, "vals"),
  };
}

/** AlterEnumStmt. */
export function readAlterEnum(node: Node): StepKind {
  const type = nameOf(stringsIn(node, "typeName"));
  const value = stringIn(node, "newVal") ?? "";
  const old = stringIn(node, "oldVal");
  if (old !== undefined) return { kind: "rename-enum-value", type, value: old, to: value };
  const neighbour = stringIn(node, "newValNeighbor");
  return {
    kind: "add-enum-value",
    type,
    value,
    ifNotExists: flagIn(node, "skipIfNewValExists"),
    place:
      neighbour === undefined
        ? undefined
        : { side: flagIn(node, "newValIsAfter") ? "after" : "before", value: neighbour },
  };
}

/** CreateDomainStmt. */
export function readCreateDomain(node: Node): StepKind {
  return {
    kind: "create-domain",
    domain: nameOf(stringsIn(node, "domainname")),
    base: readTypeName(childOf(node, "typeName")),
    isConstrained: listIn(node, "constraints").some(
      ({ node: { contype } }) => contype === "CONSTR_CHECK" || contype === "CONSTR_NOTNULL",
    ),
  };
}

/** AlterDomainStmt. */
export function readAlterDomain(reading: Reading, node: Node): StepKind {
  const added = node.subtype === "AD_AddConstraint" || node.subtype === "C";
  const constraint = childOf(childOf(node, "def"), "Constraint");
  return {
    kind: "alter-domain",
    domain: nameOf(stringsIn(node, "typeName")),
    adds: added && constraint ? readConstraint(reading, constraint) : undefined,
  };
}
