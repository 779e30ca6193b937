/** The warehouse: what to pack next, what goes into one parcel, and where parcels are. */
import { prisma } from "./db.ts";

export function packingQueue(limit = 50) {
  return prisma.order.findMany({
    where: { status: "PAID", shipments: { none: {} } },
    include: { lines: true, shippingMethod: true, shippingAddress: true },
    orderBy: { placedAt: "asc" },
    take: limit,
  });
}

/** Other open orders that can travel in the same parcel. */
export function sameParcel(order: {
  id: string;
  customerId: string;
  shippingMethodId: number;
  shippingAddressId: number | null;
}) {
  return prisma.order.findMany({
    where: {
      shippingMethodId: order.shippingMethodId,
      shippingAddressId: order.shippingAddressId,
      customerId: order.customerId,
      status: "PAID",
      id: { not: order.id },
    },
    orderBy: { placedAt: "asc" },
  });
}

export function ship(orderId: string, warehouseId: number) {
  return prisma.$transaction(async (tx) => {
    const order = await tx.order.findUniqueOrThrow({
      where: { id: orderId },
      include: { lines: true },
    });
    for (const line of order.lines) {
      await tx.stockLevel.update({
        where: { warehouseId_variantId: { warehouseId, variantId: line.variantId } },
        data: { onHand: { decrement: line.quantity }, reserved: { decrement: line.quantity } },
      });
    }
    await tx.order.update({ where: { id: orderId }, data: { status: "SHIPPED" } });
    return tx.shipment.create({
      data: {
        orderId,
        warehouseId,
        addressId: order.shippingAddressId,
        items: {
          createMany: {
            data: order.lines.map(({ id, quantity }) => ({ orderLineId: id, quantity })),
          },
        },
      },
    });
  });
}

export function waitingAt(warehouseId: number) {
  return prisma.shipment.count({ where: { warehouseId, status: "PREPARING" } });
}

/** The last scan of each parcel on the road. */
export function lastScans(shipmentIds: string[]) {
  return prisma.trackingEvent.findMany({
    where: { shipmentId: { in: shipmentIds } },
    distinct: ["shipmentId"],
    orderBy: [{ shipmentId: "asc" }, { occurredAt: "desc" }],
  });
}

/** What came through a depot last, for the screen above its gate. */
export function lastAtDepot(location: string) {
  return prisma.trackingEvent.findMany({
    where: { location },
    select: { code: true, occurredAt: true, shipment: { select: { trackingNumber: true } } },
    orderBy: { occurredAt: "desc" },
    take: 50,
  });
}
