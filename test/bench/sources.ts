/**
 * The code of a large workspace: 5,000 files of 5 to 300 lines, of which every seventh asks the
 * database. Always the same texts.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Random, randomFrom } from "./synthetic.ts";

export const fileCount = 5000;

/** How many files hold calls of Prisma Client. */
const share = 0.15;

/** Writes the files below `folder`; answers with how many lines they have. */
export function writeSources(folder: string, models: readonly string[]): number {
  const random = randomFrom(20260101);
  let lines = 0;
  for (let at = 0; at < fileCount; at++) {
    const isPage = random.chance(0.3);
    const name = `part-${at % 50}/unit-${at}.${isPage ? "tsx" : "ts"}`;
    const text = sourceText(models, isPage, random);
    const file = join(folder, "src", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    lines += text.split("\n").length;
  }
  return lines;
}

function sourceText(models: readonly string[], isPage: boolean, random: Random): string {
  const wanted = 5 + random.below(295);
  const asks = random.chance(share);
  const parts = [
    'import { z } from "zod";',
    'import type { Session } from "../session";',
    asks ? 'import { prisma } from "../db";' : 'import { format } from "../format";',
    "",
  ];
  for (let at = 0; parts.length < wanted; at++) {
    const block =
      asks && at % 3 === 0
        ? queryBlock(models[random.below(models.length)] ?? "User", at, random)
        : isPage && at % 2 === 0
          ? pageBlock(at)
          : plainBlock(at, random);
    parts.push(...block.split("\n"));
  }
  return `${parts.join("\n")}\n`;
}

function queryBlock(model: string, at: number, random: Random): string {
  const delegate = model.slice(0, 1).toLowerCase() + model.slice(1);
  const column = ["title", "externalId", "currency", "position", "ownerId"][random.below(5)];
  return `export async function load${model}${at}(session: Session, page: number, search?: string) {
  const where = {
    ${column}: session.${column},
    ...(search ? { description: { contains: search, mode: "insensitive" as const } } : {}),
    createdAt: { gte: new Date(Date.now() - 30 * 24 * 60 * 60 * 1000) },
  };
  const [total, rows] = await prisma.$transaction([
    prisma.${delegate}.count({ where }),
    prisma.${delegate}.findMany({
      where,
      select: { id: true, title: true, status: true, createdAt: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      skip: page * 20,
      take: 20,
    }),
  ]);
  return { total, rows, pages: Math.ceil(total / 20) };
}
`;
}

function pageBlock(at: number): string {
  return `export function Panel${at}({ title, items, onPick }: { title: string; items: Item${at}[]; onPick: (id: number) => void }) {
  const [open, setOpen] = useState(false);
  const shown = useMemo(() => items.filter((item) => item.visible), [items]);
  return (
    <section className="panel" aria-expanded={open}>
      <h2 onClick={() => setOpen(!open)}>{title} – don't worry</h2>
      {open && (
        <ul>
          {shown.map((item) => (
            <li key={item.id} onClick={() => onPick(item.id)}>
              {item.name} <small>{item.updatedAt.toISOString()}</small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Item${at} = { id: number; name: string; visible: boolean; updatedAt: Date };
`;
}

function plainBlock(at: number, random: Random): string {
  const limit = random.below(100);
  return `const input${at} = z.object({ id: z.number().int(), name: z.string().max(${limit + 10}), tags: z.array(z.string()).default([]) });

export type Input${at} = z.infer<typeof input${at}>;

export function total${at}(entries: readonly Input${at}[], factor = ${limit}): number {
  let sum = 0;
  for (const { id, tags } of entries) {
    if (tags.includes("skip")) continue;
    sum += tags.reduce((longest, tag) => Math.max(longest, tag.length), id) * factor;
  }
  return sum > ${limit * 7} ? Math.round(sum / 3) : sum;
}

export async function retry${at}<Result>(work: () => Promise<Result>, times = 3): Promise<Result> {
  for (let left = times; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left <= 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2 ** (times - left) * 100));
    }
  }
}
`;
}
