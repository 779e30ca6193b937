/** Diagrams written by hand or made up, for tests of what is done with a diagram. */
import type {
  Cardinality,
  Diagram,
  DiagramRelation,
  Entity,
  EnumBox,
  FindingCounts,
  Groups,
  Row,
} from "../../src/core/diagram/diagram.ts";
import type { LayoutView } from "../../src/core/diagram/layout-request.ts";
import { usualAdvance } from "../../src/core/diagram/measure.ts";

export const usualView: LayoutView = {
  detail: "all",
  direction: "right",
  grouping: "auto",
  showsEnums: true,
  advance: usualAdvance,
};

const at = { file: "schema.prisma", start: 0, end: 0 };
export const noCounts: FindingCounts = { error: 0, warning: 0, info: 0, hint: 0 };
const noGroups: Groups = {
  schema: undefined,
  namespace: undefined,
  file: undefined,
  prefix: undefined,
};

/** `id Int pk`, `authorId Int fk`, `email String unique`: name, type, then what it is. */
export function row(text: string, more: Partial<Row> = {}): Row {
  const [name = "", type = "", ...marks] = text.split(" ");
  return {
    name,
    type,
    isPrimary: marks.includes("pk"),
    isForeign: marks.includes("fk"),
    isUnique: marks.includes("unique"),
    isOptional: type.endsWith("?"),
    refersTo: undefined,
    at,
    counts: noCounts,
    change: undefined,
    ...more,
  };
}

export function entity(id: string, rows: readonly (string | Row)[], more: Partial<Entity> = {}) {
  return {
    id,
    kind: "model",
    table: undefined,
    rows: rows.map((one) => (typeof one === "string" ? row(one) : one)),
    doc: undefined,
    at,
    counts: noCounts,
    groups: noGroups,
    isStale: false,
    change: undefined,
    ...more,
  } satisfies Entity;
}

export function enumBox(id: string, values: readonly string[], more: Partial<EnumBox> = {}) {
  return {
    id,
    values,
    at,
    counts: noCounts,
    groups: noGroups,
    isStale: false,
    change: undefined,
    ...more,
  } satisfies EnumBox;
}

/** `Post.authorId > User.id`: the side with the key first. */
export function relation(
  text: string,
  more: Partial<DiagramRelation> & { many?: Cardinality } = {},
) {
  const [from = "", to = ""] = text.split(" > ");
  const [child = "", key] = from.split(".");
  const [parent = "", target] = to.split(".");
  const { many = "many", ...rest } = more;
  return {
    id: text,
    from: { entity: child, field: undefined, rows: key ? [key] : [], cardinality: many },
    to: { entity: parent, field: undefined, rows: target ? [target] : [], cardinality: "one" },
    name: undefined,
    kind: "foreign-key",
    onDelete: undefined,
    onUpdate: undefined,
    servedBy: undefined,
    at,
    change: undefined,
    ...rest,
  } satisfies DiagramRelation;
}

/** A shop with everything that a diagram can show. */
export function shop(): Diagram {
  const optional = {
    to: { entity: "", field: undefined, rows: ["id"], cardinality: "zero-or-one" },
  };
  const parent = (id: string) => ({
    ...optional.to,
    entity: id,
    cardinality: "zero-or-one" as const,
  });
  return {
    entities: [
      entity("Organization", [
        "id String pk",
        "slug String unique",
        "name String",
        row("plan Plan", { refersTo: "Plan" }),
        "createdAt DateTime",
      ]),
      entity(
        "User",
        [
          "id String pk",
          "organizationId String fk",
          row("email String unique", { counts: { ...noCounts, warning: 1 } }),
          "name String?",
          "passwordHash String",
          row("role Role", { refersTo: "Role" }),
          "createdAt DateTime",
          "updatedAt DateTime",
        ],
        { counts: { ...noCounts, warning: 2, info: 1 } },
      ),
      entity(
        "Address",
        [
          "id String pk",
          row("userId String fk", { counts: { ...noCounts, warning: 1 } }),
          "line1 String",
          "line2 String?",
          "city String",
          "postalCode String",
          "country String",
        ],
        { counts: { ...noCounts, warning: 1 } },
      ),
      entity("Category", ["id Int pk", "parentId Int? fk", "slug String unique", "title String"]),
      entity(
        "Product",
        [
          "id String pk",
          "sku String unique",
          "title String",
          "description String?",
          row("price Float", { counts: { ...noCounts, error: 1 } }),
          row("weightGrams Int?", { change: "added" }),
          row("legacyCode String?", { change: "removed" }),
          row("stock Int", { change: "changed" }),
          "attributes Json",
        ],
        { counts: { ...noCounts, error: 1 }, change: "changed" },
      ),
      entity("Order", [
        "id String pk",
        "number Int unique",
        "userId String fk",
        "shippingAddressId String? fk",
        row("status OrderStatus", { refersTo: "OrderStatus" }),
        "total Decimal",
        "placedAt DateTime?",
        "createdAt DateTime",
      ]),
      entity(
        "OrderItem",
        ["orderId String pk fk", "productId String pk fk", "quantity Int", "unitPrice Decimal"],
        { counts: { ...noCounts, hint: 3 } },
      ),
      entity(
        "Payment",
        [
          "id String pk",
          "orderId String unique fk",
          "provider String",
          "amount Decimal",
          "capturedAt DateTime?",
        ],
        { counts: { ...noCounts, info: 1 } },
      ),
      entity(
        "Shipment",
        ["id String pk", "orderId String fk", "carrier String", "trackingCode String?"],
        { isStale: true },
      ),
      entity(
        "Review",
        ["id String pk", "productId String fk", "userId String fk", "rating Int", "body String?"],
        { change: "added" },
      ),
      entity(
        "Session",
        ["id String pk", "userId String fk", "token String unique", "expiresAt DateTime"],
        { change: "removed" },
      ),
      entity("Tag", ["id Int pk", "name String unique"]),
      entity(
        "MonthlySales",
        ["month DateTime", "productId String", "revenue Decimal", "units Int"],
        { kind: "view" },
      ),
    ],
    enums: [
      enumBox("Role", ["OWNER", "ADMIN", "MEMBER", "VIEWER"]),
      enumBox("OrderStatus", ["DRAFT", "PLACED", "PAID", "SHIPPED", "CANCELLED"]),
      enumBox("Plan", ["FREE", "TEAM", "ENTERPRISE"]),
    ],
    relations: [
      relation("User.organizationId > Organization.id"),
      relation("Address.userId > User.id"),
      relation("Category.parentId > Category.id", { to: parent("Category") }),
      relation("Order.userId > User.id"),
      relation("Order.shippingAddressId > Address.id", { to: parent("Address") }),
      relation("OrderItem.orderId > Order.id"),
      relation("OrderItem.productId > Product.id"),
      relation("Payment.orderId > Order.id", { many: "zero-or-one" }),
      relation("Shipment.orderId > Order.id"),
      relation("Review.productId > Product.id", { change: "added" }),
      relation("Review.userId > User.id", { change: "added" }),
      relation("Session.userId > User.id", { change: "removed" }),
      relation("Product > Tag", {
        kind: "implicit",
        to: { ...parent("Tag"), rows: [], cardinality: "many" },
      }),
      relation("Product > Category", {
        kind: "implicit",
        to: { ...parent("Category"), rows: [], cardinality: "many" },
      }),
    ],
  };
}

/** Entities in clusters of 25, each with about 8 rows and 1.3 relations, most of them near. */
export function manyEntities(count: number, seed = 7): Diagram {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const names = [
    "title",
    "status",
    "createdAt",
    "amountCents",
    "externalRef",
    "payload",
    "isActive",
  ];
  const types = ["Int", "String", "DateTime?", "Boolean", "Decimal", "Json"];
  const relations: DiagramRelation[] = [];
  const entities: Entity[] = [];
  for (let at = 0; at < count; at++) {
    const cluster = Math.floor(at / 25);
    const id = `Area${cluster}Model${at}`;
    const rows = [row("id Int pk")];
    for (let more = 0; more < 5 + random() * 5; more++) {
      rows.push(
        row(`${names[more % names.length]}${more} ${types[Math.floor(random() * types.length)]}`),
      );
    }
    const wanted = at === 0 ? 0 : 1 + Math.floor(random() * 1.6);
    for (let more = 0; more < wanted; more++) {
      const first = cluster * 25;
      const isFar = at === first || random() < 0.06;
      const target = isFar
        ? Math.floor(random() * at)
        : first + Math.floor(random() ** 2 * (at - first));
      const to = entities[target]?.id;
      if (to === undefined) continue;
      rows.push(row(`link${more}Id Int fk`));
      relations.push(relation(`${id}.link${more}Id > ${to}.id`));
    }
    entities.push(entity(id, rows, { groups: { ...noGroups, prefix: `Area${cluster}` } }));
  }
  return { entities, enums: [], relations };
}
