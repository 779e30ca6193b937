/** URLs of databases taken apart, and secrets taken out of texts. */
import { describe, expect, test } from "vitest";
import { readAddress, redact } from "../../src/database/address.ts";

const read = (url: string) => {
  const answer = readAddress(url);
  return answer.ok ? answer.address : answer.reason;
};

describe("a URL", () => {
  test("says where, who and how", () => {
    expect(
      read(
        "postgresql://us%40er:p%23w@db.example.com:6543/my%20db?schema=shop&sslmode=require&connection_limit=1&pgbouncer=true&connect_timeout=3&socket_timeout=9",
      ),
    ).toEqual({
      host: "db.example.com",
      port: 6543,
      user: "us@er",
      password: "p#w",
      database: "my db",
      schema: "shop",
      tls: "require",
      authority: undefined,
      certificate: undefined,
      key: undefined,
      identity: undefined,
      identityPassword: undefined,
      isDirect: false,
      options: undefined,
      patience: 3000,
    });
    expect(read("postgres://localhost")).toMatchObject({
      port: 5432,
      user: undefined,
      database: undefined,
      schema: "public",
      tls: "prefer",
      patience: undefined,
    });
    expect(read("postgresql://me@/db?host=/var/run/postgresql")).toMatchObject({
      host: "/var/run/postgresql",
      user: "me",
    });
    expect(read("postgresql://me@[::1]:5433/db")).toMatchObject({ host: "::1", port: 5433 });
    expect(read('"postgresql://h/db?sslaccept=strict"')).toMatchObject({ tls: "verify-full" });
    expect(read("postgresql://h/db?sslcert=ca.pem")).toMatchObject({ authority: "ca.pem" });
    expect(read("postgresql://h/db?sslcert=me.pem&sslkey=me.key")).toMatchObject({
      authority: undefined,
      certificate: "me.pem",
      key: "me.key",
    });
  });

  test.each([
    ["prisma+postgres://accelerate.prisma-data.net/?api_key=SECRET", /proxy/],
    ["mysql://u:SECRET@h/db", /begins with postgresql/],
    ["SECRET", /begins with postgresql/],
    ["postgresql://u:SEC/RET@h/db", /written as %40/],
    ["postgresql://u:12/SECRET@h/db", /written as %40/],
    ["postgresql://u:12?SECRET@h/db", /written as %40/],
    ["postgresql://u:12#SECRET@h/db", /written as %40/],
    ["postgresql://u:SECRET@a,b/db", /several hosts/],
    ["postgresql://u:SECRET@h/db?sslmode=maybe", /sslmode/],
  ])("such as %s is refused without repeating it", (url, reason) => {
    const answer = read(url);
    expect(answer).toMatch(reason);
    expect(answer).not.toMatch(/SEC|RET/);
  });
});

test("what is secret is taken out of a text", () => {
  const url = "postgresql://me:p%40ss+word@h/db";
  expect(redact(`cannot open ${url} with p@ss+word or p%40ss%2Bword`, url)).toBe(
    "cannot open *** with *** or ***",
  );
  expect(redact("see postgres://u:x:y@z@h/db and password=abc&sslpassword=d")).toBe(
    "see postgres://u:***@h/db and password=***&sslpassword=***",
  );
  expect(redact("nothing to hide: 12:30, a@b.c")).toBe("nothing to hide: 12:30, a@b.c");
});
