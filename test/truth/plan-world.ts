/**
 * A shop's database for looking at plans: four tables of a million rows and more, a partitioned one
 * of 600,000, and smaller ones. All values follow from row numbers, so each server plans the same.
 */

/** Statement by statement, in this order; without a log, because nobody misses these rows. */
export const world: readonly string[] = [
  "SET maintenance_work_mem = '256MB'",
  "CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped', 'returned')",

  // The last 200 have neither orders nor events.
  `CREATE UNLOGGED TABLE customer (
    id int NOT NULL, email text NOT NULL, name text NOT NULL, country text NOT NULL, key uuid NOT NULL)`,
  `INSERT INTO customer
    SELECT i, 'person' || i || '@example.org', md5(i::text), 'c' || i % 20, md5(i::text)::uuid
    FROM generate_series(1, 100200) i`,
  "ALTER TABLE customer ADD PRIMARY KEY (id)",
  "CREATE UNIQUE INDEX customer_email_key ON customer (email)",
  "CREATE UNIQUE INDEX customer_key_key ON customer (key)",

  "CREATE UNLOGGED TABLE product (id int PRIMARY KEY, name text NOT NULL, price int NOT NULL)",
  "INSERT INTO product SELECT i, 'product ' || i, i * 7 % 991 FROM generate_series(1, 10000) i",

  // 1 % are open, each page has some.
  `CREATE UNLOGGED TABLE orders (
    id int NOT NULL, customer_id int NOT NULL, status order_status NOT NULL, total int NOT NULL,
    placed_at timestamptz NOT NULL)`,
  `INSERT INTO orders
    SELECT i, 1 + i::bigint * 7919 % 100000,
      (CASE WHEN i % 100 = 0 THEN 'open' WHEN i % 100 < 5 THEN 'returned'
            WHEN i % 100 < 40 THEN 'paid' ELSE 'shipped' END)::order_status,
      i::bigint * 31337 % 10007, timestamptz '2024-01-01' + i * interval '45 seconds'
    FROM generate_series(1, 1000000) i`,
  "ALTER TABLE orders ADD PRIMARY KEY (id)",
  "CREATE INDEX orders_customer_id_idx ON orders (customer_id)",
  "CREATE INDEX orders_placed_at_idx ON orders (placed_at)",

  // Nothing leads from a product to its items.
  `CREATE UNLOGGED TABLE order_item (
    id int NOT NULL, order_id int NOT NULL, product_id int NOT NULL, quantity int NOT NULL)`,
  `INSERT INTO order_item
    SELECT i, 1 + i::bigint * 7 % 1000000, 1 + i::bigint * 6007 % 10000, 1 + i % 5
    FROM generate_series(1, 1500000) i`,
  "ALTER TABLE order_item ADD PRIMARY KEY (id)",
  "CREATE INDEX order_item_order_id_idx ON order_item (order_id)",

  // Nothing leads from a customer to its events; and the kind of an event tells source and channel.
  `CREATE UNLOGGED TABLE event (
    id int NOT NULL, customer_id int NOT NULL, kind text NOT NULL, source text NOT NULL,
    channel text NOT NULL)`,
  `INSERT INTO event
    SELECT i, 1 + i::bigint * 104729 % 100000, 'k' || i % 100, 's' || i % 100, 'h' || i % 100
    FROM generate_series(1, 1000000) i`,
  "ALTER TABLE event ADD PRIMARY KEY (id)",
  "CREATE INDEX event_kind_idx ON event (kind)",

  `CREATE UNLOGGED TABLE document (
    id int PRIMARY KEY, title text NOT NULL, facts jsonb NOT NULL, extra jsonb NOT NULL,
    tags text[] NOT NULL)`,
  `INSERT INTO document
    SELECT i, md5(i::text) || ' ' || md5((i * 3)::text),
      jsonb_build_object('color', 'c' || i % 500, 'size', i % 7),
      jsonb_build_object('color', 'c' || i % 500, 'size', i % 7),
      ARRAY['t' || i % 300, 'u' || i % 700]
    FROM generate_series(1, 100000) i`,
  "CREATE INDEX document_title_idx ON document (title)",
  "CREATE INDEX document_facts_idx ON document USING gin (facts)",
  "CREATE INDEX document_tags_idx ON document USING gin (tags)",

  `CREATE TABLE reading (sensor_id int NOT NULL, at timestamptz NOT NULL, value int NOT NULL)
    PARTITION BY RANGE (at)`,
  ...Array.from({ length: 12 }, (_, at) => {
    const [from, to] = [new Date(Date.UTC(2024, at)), new Date(Date.UTC(2024, at + 1))];
    const name = `reading_${String(at + 1).padStart(2, "0")}`;
    return `CREATE UNLOGGED TABLE ${name} PARTITION OF reading
      FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`;
  }),
  `INSERT INTO reading
    SELECT i % 1000, timestamptz '2024-01-01' + i * interval '52 seconds', i::bigint * 7919 % 10007
    FROM generate_series(1, 600000) i`,
  "ALTER TABLE reading ADD PRIMARY KEY (sensor_id, at)",

  `CREATE UNLOGGED TABLE category (
    id int PRIMARY KEY, parent_id int REFERENCES category, name text NOT NULL)`,
  `INSERT INTO category SELECT i, NULLIF(i / 4, 0), 'category ' || i
    FROM generate_series(1, 2000) i`,
  "CREATE INDEX category_parent_id_idx ON category (parent_id)",

  // Values of 2 kB that stay in the row.
  "CREATE UNLOGGED TABLE article (id int PRIMARY KEY, title text NOT NULL, body text NOT NULL)",
  "ALTER TABLE article ALTER COLUMN body SET STORAGE PLAIN",
  `INSERT INTO article SELECT i, 'article ' || i, repeat(md5(i::text), 70)
    FROM generate_series(1, 5000) i`,

  "CREATE UNLOGGED TABLE visit (customer_id int NOT NULL, day date NOT NULL, PRIMARY KEY (customer_id, day))",
  "INSERT INTO visit SELECT i / 3, date '2024-01-01' + i % 3 FROM generate_series(3, 300002) i",
  "CREATE UNLOGGED TABLE stale_visit (LIKE visit INCLUDING INDEXES)",
  "INSERT INTO stale_visit SELECT * FROM visit",

  `CREATE UNLOGGED TABLE stock (
    product_id int PRIMARY KEY REFERENCES product, amount int NOT NULL, changes int NOT NULL DEFAULT 0)`,
  "INSERT INTO stock SELECT id, price % 50 FROM product",
  `CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN NEW.changes := NEW.changes + 1; RETURN NEW; END $$`,
  `CREATE TRIGGER stock_count BEFORE UPDATE ON stock
    FOR EACH ROW EXECUTE FUNCTION count_change()`,

  "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customer",
  "ALTER TABLE order_item ADD FOREIGN KEY (order_id) REFERENCES orders",
  "ALTER TABLE order_item ADD FOREIGN KEY (product_id) REFERENCES product",
  "ALTER TABLE event ADD FOREIGN KEY (customer_id) REFERENCES customer",

  `VACUUM (ANALYZE) customer, product, orders, order_item, event, document, reading, category,
    article, visit, stale_visit, stock`,
  // From now on the map of what everybody can see is out of date, and the statistics are not.
  "UPDATE stale_visit SET customer_id = customer_id WHERE customer_id < 40000",
];

/** The same as Prisma has it; of columns without a type in Prisma there are none. */
export const worldSchema = `datasource db {
  provider = "postgresql"
}

enum OrderStatus {
  open
  paid
  shipped
  returned

  @@map("order_status")
}

model Customer {
  id      Int     @id
  email   String  @unique
  name    String
  country String
  key     String  @unique @db.Uuid
  orders  Order[]
  events  Event[]

  @@map("customer")
}

model Product {
  id    Int         @id
  name  String
  price Int
  items OrderItem[]
  stock Stock?

  @@map("product")
}

model Order {
  id         Int         @id
  customerId Int         @map("customer_id")
  status     OrderStatus
  total      Int
  placedAt   DateTime    @map("placed_at") @db.Timestamptz(6)
  customer   Customer    @relation(fields: [customerId], references: [id])
  items      OrderItem[]

  @@index([customerId])
  @@index([placedAt])
  @@map("orders")
}

model OrderItem {
  id        Int     @id
  orderId   Int     @map("order_id")
  productId Int     @map("product_id")
  quantity  Int
  order     Order   @relation(fields: [orderId], references: [id])
  product   Product @relation(fields: [productId], references: [id])

  @@index([orderId])
  @@map("order_item")
}

model Event {
  id         Int      @id
  customerId Int      @map("customer_id")
  kind       String
  source     String
  channel    String
  customer   Customer @relation(fields: [customerId], references: [id])

  @@index([kind])
  @@map("event")
}

model Document {
  id    Int      @id
  title String
  facts Json
  extra Json
  tags  String[]

  @@index([title])
  @@index([facts], type: Gin)
  @@index([tags], type: Gin)
  @@map("document")
}

model Reading {
  sensorId Int      @map("sensor_id")
  at       DateTime @db.Timestamptz(6)
  value    Int

  @@id([sensorId, at])
  @@map("reading")
}

model Category {
  id       Int        @id
  parentId Int?       @map("parent_id")
  name     String
  parent   Category?  @relation("tree", fields: [parentId], references: [id])
  children Category[] @relation("tree")

  @@index([parentId])
  @@map("category")
}

model Article {
  id    Int    @id
  title String
  body  String

  @@map("article")
}

model Visit {
  customerId Int      @map("customer_id")
  day        DateTime @db.Date

  @@id([customerId, day])
  @@map("visit")
}

model StaleVisit {
  customerId Int      @map("customer_id")
  day        DateTime @db.Date

  @@id([customerId, day])
  @@map("stale_visit")
}

model Stock {
  productId Int     @id @map("product_id")
  amount    Int
  changes   Int     @default(0)
  product   Product @relation(fields: [productId], references: [id])

  @@map("stock")
}
`;
