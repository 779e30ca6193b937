/** Numbers for the dashboard and the monthly mail to the bookkeeper. */
import { prisma } from "./db.ts";
import { Prisma } from "./generated/prisma/client.ts";
import { bestSellers, slowTickets, stockToReorder } from "./generated/prisma/sql.ts";

type Cohort = { month: Date; customers: number; revenue: Prisma.Decimal };

export async function dashboard() {
  const monthAgo = new Date(Date.now() - 30 * 24 * 60 * 60 * 1000);
  const [sales, byStatus, sellers, reorder, tickets] = await Promise.all([
    prisma.dailySales.findMany({ where: { day: { gte: monthAgo } }, orderBy: { day: "asc" } }),
    prisma.order.groupBy({
      by: ["status"],
      where: { placedAt: { gte: monthAgo } },
      _count: { _all: true },
      _sum: { total: true },
      orderBy: { _count: { id: "desc" } },
    }),
    prisma.$queryRawTyped(bestSellers(monthAgo, 10)),
    prisma.$queryRawTyped(stockToReorder(30)),
    prisma.$queryRawTyped(slowTickets(24)),
  ]);
  return { sales, byStatus, sellers, reorder, tickets };
}

/** What customers who first ordered in one month have spent since. */
export function cohorts(from: Date) {
  return prisma.$queryRaw<Cohort[]>`
    SELECT date_trunc('month', first."placedAt") AS "month",
           count(DISTINCT o."customerId")::int AS "customers",
           sum(o."total") AS "revenue"
    FROM "Order" o
    JOIN (
      SELECT "customerId", min("placedAt") AS "placedAt" FROM "Order" GROUP BY "customerId"
    ) first USING ("customerId")
    WHERE first."placedAt" >= ${from} AND o."status" <> ${"CANCELLED"}::"OrderStatus"
    GROUP BY 1
    ORDER BY 1`;
}

export function productsSold(ids: number[], currency?: string) {
  const inCurrency = currency ? Prisma.sql`AND o."currency" = ${currency}` : Prisma.empty;
  return prisma.$queryRaw<{ variantId: number; pieces: bigint }[]>(Prisma.sql`
    SELECT l."variantId", sum(l."quantity") AS "pieces"
    FROM "OrderLine" l JOIN "Order" o ON o."id" = l."orderId"
    WHERE l."variantId" IN (${Prisma.join(ids)}) ${inCurrency}
    GROUP BY l."variantId"`);
}

/** Customers by what they spent; the list behind "thank you" mails. */
export async function bestCustomers(limit: number) {
  const totals = await prisma.order.groupBy({
    by: ["customerId"],
    _sum: { total: true },
    having: { total: { _sum: { gt: 500 } } },
    orderBy: { _sum: { total: "desc" } },
    take: limit,
  });
  const rows = [];
  for (const { customerId, _sum } of totals) {
    const customer = await prisma.customer.findUnique({ where: { id: customerId } });
    if (customer && !customer.deletedAt) rows.push({ customer, spent: _sum.total });
  }
  return rows;
}
