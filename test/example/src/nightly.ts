/** Housekeeping, started by a timer at three in the morning. */
import { prisma } from "./db.ts";

const day = 24 * 60 * 60 * 1000;
const ago = (days: number) => new Date(Date.now() - days * day);

const carts = await prisma.cart.deleteMany({ where: { updatedAt: { lt: ago(60) } } });

const stale = await prisma.order.findMany({
  where: { status: "PENDING", placedAt: { lt: ago(2) }, payments: { none: {} } },
  select: { id: true },
});
await prisma.$transaction(
  stale.map(({ id }) =>
    prisma.order.update({
      where: { id },
      data: { status: "CANCELLED", events: { create: { kind: "order.expired" } } },
    }),
  ),
);

await prisma.$executeRaw`
  UPDATE "Customer" SET "tier" = 'GOLD'
  WHERE "tier" <> 'GOLD' AND "id" IN (
    SELECT "customerId" FROM "Order"
    WHERE "placedAt" > now() - interval '1 year'
    GROUP BY "customerId" HAVING sum("total") > 1000
  )`;

const closed = await prisma.ticket.updateMany({
  where: { closedAt: null, messages: { every: { createdAt: { lt: ago(21) } } } },
  data: { closedAt: new Date() },
});

console.log(`${carts.count} carts, ${stale.length} orders, ${closed.count} tickets cleaned up`);
await prisma.$disconnect();
