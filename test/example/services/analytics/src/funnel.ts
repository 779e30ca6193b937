import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();

/** How many visitors reached each step, by the campaign that brought them. */
export function funnel(campaignId: number, since: Date) {
  return prisma.event.groupBy({
    by: ["kind"],
    where: { visit: { campaignId }, createdAt: { gte: since } },
    _count: { visitorId: true },
  });
}

export function ordersOf(customerRef: string) {
  return prisma.order.findMany({ where: { customerRef }, orderBy: { placedAt: "desc" } });
}
