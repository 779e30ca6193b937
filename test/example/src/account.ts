/** What customers see and do once they are signed in. */
import { prisma } from "./db.ts";

export function orderHistory(customerId: string, page: number) {
  return prisma.order.findMany({
    where: { customerId, status: { notIn: ["PENDING", "CANCELLED"] } },
    include: {
      lines: { include: { variant: { select: { sku: true } } } },
      shipments: { include: { scans: { orderBy: { occurredAt: "desc" }, take: 1 } } },
    },
    orderBy: { placedAt: "desc" },
    skip: page * 10,
    take: 10,
  });
}

export function wishlist(customerId: string) {
  return prisma.wishlistItem.findMany({
    where: { customerId },
    include: { variant: { include: { product: { include: { images: { take: 1 } } } } } },
    orderBy: { createdAt: "desc" },
  });
}

export function signIn(email: string, name: string) {
  return prisma.customer.upsert({
    where: { email: email.toLowerCase() },
    create: { email: email.toLowerCase(), name },
    update: { name },
    select: { id: true, tier: true, _count: { select: { orders: true } } },
  });
}

export async function makeDefault(customerId: string, addressId: number): Promise<void> {
  await prisma.$transaction([
    prisma.address.updateMany({ where: { customerId }, data: { isDefault: false } }),
    prisma.address.update({ where: { id: addressId, customerId }, data: { isDefault: true } }),
  ]);
}

/** Orders stay; everything that names the person goes. */
export async function closeAccount(id: string): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.address.deleteMany({ where: { customerId: id } });
    await tx.cart.deleteMany({ where: { customerId: id } });
    await tx.customer.update({
      where: { id },
      data: { email: `${id}@closed.invalid`, name: "", phone: null, deletedAt: new Date() },
    });
  });
}
