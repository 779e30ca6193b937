-- Written by hand: the generated script dropped the column and lost the numbers.
ALTER TABLE "Variant" RENAME COLUMN "articleNumber" TO "sku";
ALTER INDEX "Variant_articleNumber_key" RENAME TO "Variant_sku_key";
