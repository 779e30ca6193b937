/** Everything the shop window shows: categories, listings, product pages and the search box. */
import { prisma } from "./db.ts";
import type { Prisma } from "./generated/prisma/client.ts";

const PAGE_SIZE = 24;

const cardFields = {
  id: true,
  slug: true,
  title: true,
  images: { select: { url: true, alt: true }, orderBy: { position: "asc" }, take: 1 },
  variants: { select: { price: true }, where: { isActive: true }, orderBy: { price: "asc" } },
} satisfies Prisma.ProductSelect;

/** Two levels of the tree are enough for the menu. */
export function menu() {
  return prisma.category.findMany({
    where: { parentId: null },
    include: { children: { orderBy: { position: "asc" } } },
    orderBy: { position: "asc" },
  });
}

export function productsIn(categoryId: number, page = 0) {
  return prisma.product.findMany({
    where: { categoryId, status: "ACTIVE" },
    select: cardFields,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip: page * PAGE_SIZE,
    take: PAGE_SIZE,
  });
}

/** "Show more" under the list of new arrivals: goes on after the last card shown. */
export function newArrivals(after?: number) {
  return prisma.product.findMany({
    where: { status: "ACTIVE", createdAt: { gte: daysAgo(30) } },
    select: cardFields,
    orderBy: { id: "desc" },
    take: PAGE_SIZE,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
  });
}

export function productPage(slug: string) {
  return prisma.product.findUnique({
    where: { slug },
    include: {
      category: { include: { parent: true } },
      images: { orderBy: { position: "asc" } },
      variants: { where: { isActive: true }, include: { stockLevels: true } },
      tags: { select: { name: true } },
      reviews: {
        where: { status: "PUBLISHED" },
        include: { customer: { select: { name: true } }, _count: { select: { votes: true } } },
        orderBy: { createdAt: "desc" },
        take: 5,
      },
    },
  });
}

export async function search(words: string, page = 0) {
  const where: Prisma.ProductWhereInput = {
    status: "ACTIVE",
    OR: [
      { title: { contains: words, mode: "insensitive" } },
      { description: { contains: words, mode: "insensitive" } },
      { tags: { some: { name: { equals: words, mode: "insensitive" } } } },
    ],
  };
  const [total, products] = await prisma.$transaction([
    prisma.product.count({ where }),
    prisma.product.findMany({
      where,
      select: cardFields,
      orderBy: { title: "asc" },
      skip: page * PAGE_SIZE,
      take: PAGE_SIZE,
    }),
  ]);
  return { total, products };
}

export function madeOf(material: string) {
  return prisma.product.findMany({
    where: { attributes: { path: ["material"], equals: material }, status: { not: "ARCHIVED" } },
    select: cardFields,
  });
}

export function variantByBarcode(barcode: string) {
  return prisma.variant.findFirst({
    where: { barcodes: { has: barcode } },
    include: { product: { select: { title: true } } },
  });
}

export function ratings(productIds: number[]) {
  return prisma.review.groupBy({
    by: ["productId"],
    where: { productId: { in: productIds }, status: "PUBLISHED" },
    _avg: { rating: true },
    _count: true,
  });
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 24 * 60 * 60 * 1000);
}
