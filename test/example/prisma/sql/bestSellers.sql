-- The products that sold most pieces since a given day.
-- @param {DateTime} $1:since
-- @param {Int} $2:limit
SELECT
  p."id",
  p."title",
  sum(l."quantity")::int AS "pieces",
  sum(l."quantity" * l."unitPrice") AS "revenue"
FROM "OrderLine" l
JOIN "Order" o ON o."id" = l."orderId"
JOIN "Variant" v ON v."id" = l."variantId"
JOIN "Product" p ON p."id" = v."productId"
WHERE o."placedAt" >= $1
  AND o."status" <> 'CANCELLED'
GROUP BY p."id"
ORDER BY "pieces" DESC
LIMIT $2;
