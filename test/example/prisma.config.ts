import "dotenv/config";
import { defineConfig, env } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  typedSql: { path: "prisma/sql" },
  datasource: { url: env("DATABASE_URL") },
});
