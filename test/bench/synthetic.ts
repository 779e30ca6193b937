/**
 * A schema of 1,000 models as a large company has it: 40 departments of 25 tables each. Always
 * the same text. Valid for Prisma 6 and 7, with the design mistakes that our rules look for.
 */

export type SyntheticSchema = {
  /** Generator and datasource. */
  readonly head: string;
  /** One text per department, in order. */
  readonly departments: readonly string[];
  /** A model in the middle, and an earlier one of its department. Both have the key `id Int`. */
  readonly middle: { readonly model: string; readonly target: string };
};

const departmentNames = words(`Billing Catalog Customer Delivery Employee Finance Garage Harbor
  Insurance Journal Kitchen Ledger Market Network Office Payroll Quality Retail Sales Travel
  Union Vendor Warehouse Xray Yield Zone Audit Budget Claim Dispatch Energy Factory Grant Hotel
  Import Justice Knowledge Library Media Nursing`);

const entityNames = words(`Account Order Item Payment Document Contract Invoice Address Contact
  Shipment Category Product Price Review Message Event Schedule Task Ticket Report Policy Asset
  Session Setting Note`);

type Column = { readonly name: string; readonly type: string; readonly isMistake?: boolean };

const columns: readonly Column[] = [
  { name: "code", type: "String @unique" },
  { name: "title", type: "String" },
  { name: "description", type: "String?" },
  { name: "quantity", type: "Int @default(0)" },
  { name: "isActive", type: "Boolean @default(true)" },
  { name: "total", type: "Decimal @db.Decimal(12, 2)" },
  { name: "price", type: "Float", isMistake: true },
  { name: "currency", type: 'String @default("EUR") @db.Char(3)' },
  { name: "startsAt", type: "DateTime @db.Timestamptz(6)" },
  { name: "endsAt", type: "DateTime?", isMistake: true },
  { name: "payload", type: "Json?" },
  { name: "tags", type: "String[] @default([])" },
  { name: "position", type: "Int?" },
  { name: "externalId", type: "String? @db.Uuid" },
];

/** Roles a related record plays; a model takes them in this order. */
const roles = ["parent", "owner"];

export function syntheticSchema(): SyntheticSchema {
  const random = randomFrom(20250101);
  const middle = departmentNames[departmentNames.length / 2] ?? "";
  return {
    head: `generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}
`,
    departments: departmentNames.map((name) => department(name, random)),
    middle: { model: `${middle}Shipment`, target: `${middle}Account` },
  };
}

type Relation = {
  readonly role: string;
  readonly from: string;
  readonly to: string;
};

function department(name: string, random: Random): string {
  const relations: Relation[] = [];
  const models = entityNames.map((entity) => name + entity);
  for (const [at, from] of models.entries()) {
    for (const role of roles.slice(0, Math.min(at, random.below(3)))) {
      const to = models[random.below(at)] ?? "";
      const known = relations.filter((relation) => relation.to === to).length;
      if (known < 3) relations.push({ role, from, to });
    }
  }
  const texts = models.map((model) => modelText(model, name, relations, random));
  return [enumText(name), ...texts].join("\n");
}

function enumText(department: string): string {
  return `enum ${department}Status {
  DRAFT
  ACTIVE
  SUSPENDED
  CLOSED
}
`;
}

function modelText(
  model: string,
  department: string,
  relations: readonly Relation[],
  random: Random,
): string {
  const forward = relations.filter(({ from }) => from === model);
  const backward = relations.filter(({ to }) => to === model);
  const fields = [
    ["id", "Int", "@id @default(autoincrement())"],
    ["status", `${department}Status`, "@default(DRAFT)"],
    ...someColumns(8 + random.below(8) - 2 - 2 * forward.length - backward.length, random),
    ...forward.flatMap((relation) => forwardFields(relation, random)),
    ...backward.map(({ role, from }) => [
      `${role}Of${from}`,
      `${from}[]`,
      `@relation("${from}_${role}")`,
    ]),
  ];
  const lines = [...aligned(fields), "", ...indexLines(forward, fields, random)];
  const comment = random.chance(0.3) ? `/// What ${department} knows of it.\n` : "";
  return `${comment}model ${model} {\n${lines.map((line) => (line ? `  ${line}` : "")).join("\n")}\n}\n`;
}

function someColumns(count: number, random: Random): string[][] {
  const stamps = [
    ["createdAt", "DateTime", "@default(now()) @db.Timestamptz(6)"],
    ["updatedAt", "DateTime", "@updatedAt @db.Timestamptz(6)"],
  ].filter(() => random.chance(0.85));
  const wanted = columns.filter(({ isMistake }) => !isMistake || random.chance(0.3));
  const first = random.below(wanted.length);
  const chosen = Array.from(
    { length: Math.max(1, count - stamps.length) },
    (_, at) => wanted[(first + at) % wanted.length],
  );
  const fields = [...new Set(chosen)].flatMap((column) => {
    if (column === undefined) return [];
    const [type = "", ...attributes] = column.type.split(" ");
    return [[column.name, type, attributes.join(" ")]];
  });
  return [...fields, ...stamps];
}

function forwardFields({ role, from, to }: Relation, random: Random): string[][] {
  const optional = role === "owner" ? "?" : "";
  const action = random.chance(0.8) ? `, onDelete: ${optional ? "SetNull" : "Cascade"}` : "";
  return [
    [`${role}Id`, `Int${optional}`, ""],
    [
      role,
      `${to}${optional}`,
      `@relation("${from}_${role}", fields: [${role}Id], references: [id]${action})`,
    ],
  ];
}

function indexLines(
  forward: readonly Relation[],
  fields: readonly (readonly string[])[],
  random: Random,
): string[] {
  const lines = forward.filter(() => random.chance(0.8)).map(({ role }) => `@@index([${role}Id])`);
  if (fields.some(([name]) => name === "code") && random.chance(0.1)) lines.push("@@index([code])");
  if (fields.some(([name]) => name === "createdAt")) lines.push("@@index([status, createdAt])");
  if (random.chance(0.1)) lines.push("@@index([status])");
  return lines.length > 0 ? lines : ["@@index([status, id])"];
}

/** As Prisma formats it: names, types and attributes in columns. */
function aligned(fields: readonly (readonly string[])[]): string[] {
  const width = (at: number) => Math.max(...fields.map((field) => field[at]?.length ?? 0));
  const [names, types] = [width(0), width(1)];
  return fields.map(([name = "", type = "", attributes = ""]) =>
    `${name.padEnd(names)} ${type.padEnd(types)} ${attributes}`.trimEnd(),
  );
}

export type Random = {
  /** A whole number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  readonly chance: (share: number) => boolean;
};

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
  };
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
