-- Variants whose free stock, over all warehouses, would not last until the supplier delivers.
-- @param {Int} $1:days the span that past sales are counted over
WITH sold AS (
  SELECT l."variantId", sum(l."quantity") AS pieces
  FROM "OrderLine" l
  WHERE l."createdAt" > now() - make_interval(days => $1::int)
  GROUP BY l."variantId"
)
SELECT
  v."sku",
  s."name" AS "supplier",
  sum(stock."onHand" - stock."reserved")::int AS "free",
  ceil(sold.pieces::numeric / $1 * s."leadTimeDays")::int AS "needed"
FROM sold
JOIN "Variant" v ON v."id" = sold."variantId"
JOIN "Product" p ON p."id" = v."productId"
JOIN "Supplier" s ON s."id" = p."supplierId"
JOIN "StockLevel" stock ON stock."variantId" = v."id"
GROUP BY v."sku", s."name", s."leadTimeDays", sold.pieces
HAVING sum(stock."onHand" - stock."reserved") < sold.pieces::numeric / $1 * s."leadTimeDays"
ORDER BY v."sku";
