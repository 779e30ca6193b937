/** From the cart to a paid order. */
import { prisma } from "./db.ts";
import { Prisma } from "./generated/prisma/client.ts";

export type Checkout = {
  cartId: string;
  customerId: string;
  addressId: number;
  shippingMethodId: number;
  couponCode?: string;
  giftMessage?: string;
};

export function putIntoCart(cartId: string, variantId: number, quantity: number) {
  return prisma.cartItem.upsert({
    where: { cartId_variantId: { cartId, variantId } },
    create: { cartId, variantId, quantity },
    update: { quantity: { increment: quantity } },
  });
}

/** Turns a cart into an order, or leaves everything as it was. */
export function placeOrder(checkout: Checkout) {
  return prisma.$transaction(
    async (tx) => {
      const items = await tx.cartItem.findMany({
        where: { cartId: checkout.cartId },
        include: { variant: { include: { product: { select: { title: true } } } } },
      });
      if (items.length === 0) throw new Error("The cart is empty");

      const coupon = checkout.couponCode
        ? await tx.coupon.findFirst({
            where: {
              code: checkout.couponCode,
              validFrom: { lte: new Date() },
              OR: [{ validUntil: null }, { validUntil: { gt: new Date() } }],
            },
          })
        : null;

      for (const item of items) {
        const { count } = await tx.stockLevel.updateMany({
          where: { variantId: item.variantId, onHand: { gte: item.quantity } },
          data: { reserved: { increment: item.quantity } },
        });
        if (count === 0) throw new Error(`${item.variant.sku} is sold out`);
      }

      const subtotal = items.reduce(
        (sum, { variant, quantity }) => sum.add(new Prisma.Decimal(variant.price).mul(quantity)),
        new Prisma.Decimal(0),
      );
      const discount = discountOf(coupon, subtotal);
      const order = await tx.order.create({
        data: {
          customerId: checkout.customerId,
          shippingAddressId: checkout.addressId,
          shippingMethodId: checkout.shippingMethodId,
          couponId: coupon?.id,
          giftMessage: checkout.giftMessage,
          subtotal,
          discount,
          total: subtotal.sub(discount),
          lines: {
            create: items.map(({ variant, quantity }) => ({
              variantId: variant.id,
              quantity,
              unitPrice: variant.price,
              title: `${variant.product.title} – ${variant.title}`,
            })),
          },
          events: { create: { kind: "order.placed", payload: { cart: checkout.cartId } } },
        },
      });
      await tx.cart.delete({ where: { id: checkout.cartId } });
      return order;
    },
    { isolationLevel: Prisma.TransactionIsolationLevel.Serializable, timeout: 10_000 },
  );
}

export function capture(orderId: string, providerRef: string, amount: Prisma.Decimal) {
  return prisma.$transaction([
    prisma.payment.create({
      data: { orderId, method: "CARD", status: "CAPTURED", amount, providerRef },
    }),
    prisma.order.update({
      where: { id: orderId },
      data: { status: "PAID", events: { create: { kind: "order.paid" } } },
    }),
  ]);
}

/** Takes from a gift card only what is left on it, however many tabs are open. */
export async function redeem(code: string, amount: Prisma.Decimal): Promise<boolean> {
  const changed = await prisma.$executeRaw`
    UPDATE "GiftCard"
    SET "balance" = "balance" - ${amount}, "updatedAt" = now()
    WHERE "code" = ${code} AND "balance" >= ${amount}
      AND ("expiresAt" IS NULL OR "expiresAt" > now())`;
  return changed === 1;
}

export async function refundedSoFar(paymentId: string): Promise<number> {
  const { _sum } = await prisma.refund.aggregate({ where: { paymentId }, _sum: { amount: true } });
  return _sum.amount ?? 0;
}

function discountOf(
  coupon: { kind: string; worth: Prisma.Decimal } | null,
  subtotal: Prisma.Decimal,
): Prisma.Decimal {
  if (coupon?.kind === "PERCENT") return subtotal.mul(coupon.worth).div(100).toDecimalPlaces(2);
  if (coupon?.kind === "FIXED_AMOUNT") return Prisma.Decimal.min(coupon.worth, subtotal);
  return new Prisma.Decimal(0);
}
