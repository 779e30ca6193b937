-- AlterEnum
ALTER TYPE "OrderStatus" ADD VALUE 'ON_HOLD';

-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "giftMessage" TEXT,
ALTER COLUMN "subtotal" SET DATA TYPE DECIMAL(12,2),
ALTER COLUMN "discount" SET DATA TYPE DECIMAL(12,2),
ALTER COLUMN "total" SET DATA TYPE DECIMAL(12,2);

-- AlterTable
ALTER TABLE "OrderLine" ADD COLUMN     "title" TEXT,
ALTER COLUMN "unitPrice" SET DATA TYPE DECIMAL(12,2);

-- Old lines take the title that the catalog shows today.
UPDATE "OrderLine" AS line
SET "title" = product."title" || ' – ' || variant."title"
FROM "Variant" AS variant
JOIN "Product" AS product ON product."id" = variant."productId"
WHERE variant."id" = line."variantId";

ALTER TABLE "OrderLine" ALTER COLUMN "title" SET NOT NULL;
