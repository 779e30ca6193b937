/** The tables that the plans of these tests read, as a Prisma schema. */
export const shop = `
  model User {
    id        Int      @id
    email     String   @unique
    name      String?
    createdAt DateTime @default(now()) @db.Timestamptz
    orders    Order[]
  }

  enum Status {
    OPEN
    PAID
    SHIPPED
    CLOSED
  }

  model Order {
    id         Int      @id
    customerId Int
    customer   User     @relation(fields: [customerId], references: [id])
    status     Status
    total      Decimal
    placedAt   DateTime @db.Timestamptz
    data       Json
    note       String
    token      String   @db.Uuid
    tags       String[]
    items      Item[]

    @@index([token], map: "Order_token_key")
    @@index([status])
  }

  model Item {
    id       Int    @id
    orderId  Int
    order    Order  @relation(fields: [orderId], references: [id])
    sku      String
    quantity Int
  }
`;
