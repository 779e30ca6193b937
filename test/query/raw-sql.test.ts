/** Raw SQL read from TypeScript and JavaScript: inputs and outputs, in one short notation. */
import { describe, expect, test } from "vitest";
import { mayHoldRawSql, type RawSql, rawSqlIn } from "../../src/core/query/raw-sql.ts";

/**
 * `$queryRaw: select $1 | $1 id = 5` – lists with `*`, notes behind `~`, problems behind `!`. In what
 * is read and told, `#{` stands for the dollar and bracket of a template.
 */
function told(code: string, path = "a.ts"): string[] {
  const text = code.replaceAll("#{", "${");
  return rawSqlIn(text, path).map((raw) => tell(text, raw));
}

function tell(text: string, raw: RawSql): string {
  expectPlaces(text, raw);
  const { origin, sql, parameters, notes, problem } = raw;
  return [
    `${origin}: ${sql}`,
    ...parameters.map(({ number, name, value, isList }) => {
      const known = value === undefined ? "" : ` = ${value === null ? "NULL" : value}`;
      return `$${number} ${name}${isList ? "*" : ""}${known}`;
    }),
    ...notes.map((note) => `~ ${note}`),
    ...(problem === undefined ? [] : [`! ${problem}`]),
  ]
    .join(" | ")
    .replaceAll("${", "#{");
}

/** Every piece is in the file as it is in the text, and what is between pieces was put in. */
function expectPlaces(text: string, { sql, pieces, start, end }: RawSql): void {
  expect(start).toBeLessThan(end);
  let last = 0;
  for (const { inSql, inFile, length } of pieces) {
    expect(inSql).toBeGreaterThanOrEqual(last);
    expect(length).toBeGreaterThan(0);
    expect(text.slice(inFile, inFile + length)).toBe(sql.slice(inSql, inSql + length));
    last = inSql + length;
  }
}

function only(text: string): string {
  return told(text).join("\n");
}

describe("where queries are", () => {
  test.each([
    ["await prisma.$queryRaw`select 1`", "$queryRaw: select 1"],
    ["await this.db.$executeRaw`delete from a`", "$executeRaw: delete from a"],
    ["tx.$queryRaw<User[]>`select #{id}`", "$queryRaw: select $1 | $1 id"],
    ["tx.$queryRaw<T>(Prisma.sql`select #{id}`)", "$queryRaw: select $1 | $1 id"],
    ["const { $queryRaw } = db; $queryRaw`select 2`", "$queryRaw: select 2"],
    ["prisma?.$queryRaw(sql`select 3`)", "$queryRaw: select 3"],
    ["const q = Prisma.sql`select #{a.b}`", "sql: select $1 | $1 a.b"],
    ["const q = Prisma.sql`where #{a}`", ""],
    ["sql`SELECT 1`", "sql: SELECT 1"],
    ["sql.type(row)`select #{1}`", "sql: select $1 | $1 1 = 1"],
    ["sql.unsafe`update t set a = 1`", "sql: update t set a = 1"],
    ["css`select {}`", ""],
    ["sql`order by a`", ""],
    ['prisma.$queryRawUnsafe("select $1", id)', "$queryRaw: select $1 | $1 id"],
    [
      "prisma.$executeRawUnsafe('update t set a = $2', 1, x)",
      "$executeRaw: update t set a = $2 | $1 1 = 1 | $2 x",
    ],
    [
      'pool.query("SELECT * FROM t WHERE a = $1", [a])',
      "query: SELECT * FROM t WHERE a = $1 | $1 a",
    ],
    [
      'client.query({ text: "delete from t where a = $1", values: [true] })',
      "query: delete from t where a = $1 | $1 true = true",
    ],
    ['router.query("select")', ""],
    ['cache.query("update page")', ""],
    ['query("select 1")', ""],
    ["pool.query(text, [a])", ""],
    ["prisma.$queryRawTyped(getUsers(1))", ""],
    ["prisma.user.findMany()", ""],
  ])("%s", (text, expected) => {
    expect(only(text)).toBe(expected);
  });

  test("from the name to the end", () => {
    const text = "a(); const x = await prisma.$queryRaw<X>`select 1`; b();";
    const [raw] = rawSqlIn(text, "a.ts");
    expect(text.slice(raw?.start, raw?.end)).toBe("$queryRaw<X>`select 1`");
  });

  test("a fragment inside a query is not one of its own; a query that is used in two is", () => {
    const text = `
      const one = Prisma.sql\`select id from a where b = #{b}\`
      await db.$queryRaw\`select * from c where id in (#{one}) and #{Prisma.sql\`select 1\`}\``;
    expect(told(text)).toEqual([
      "sql: select id from a where b = $1 | $1 b",
      "$queryRaw: select * from c where id in (select id from a where b = $1) and select 1 | $1 b",
    ]);
  });

  test.each(["a.js", "a.jsx", "a.tsx", "a.mts"])("in %s", (path) => {
    expect(told("db.$queryRaw`select #{x}`", path)).toEqual(["$queryRaw: select $1 | $1 x"]);
  });

  test("one look tells most files apart", () => {
    expect(mayHoldRawSql("prisma.user.findMany()")).toBe(false);
    expect(mayHoldRawSql("prisma . $queryRaw `select`")).toBe(true);
    expect(mayHoldRawSql("pool\n  .query(x)")).toBe(true);
  });
});

describe("what is put in", () => {
  test.each([
    [
      "#{5} #{-2} #{10n} #{true} #{null} #{'a'} #{`b`}",
      "$1 $2 $3 $4 $5 $6 $7 | $1 5 = 5 | $2 -2 = -2 | $3 10n = 10 | $4 true = true | $5 null = NULL | $6 'a' = a | $7 `b` = b",
    ],
    [
      "#{new Date('2024-01-01')} #{new Date()}",
      "$1 $2 | $1 new Date('2024-01-01') = 2024-01-01 | $2 new Date()",
    ],
    ["#{[1, 'a b', null]} #{[x]}", "$1 $2 | $1 [1, 'a b', null] = {1,\"a b\",NULL} | $2 [x]"],
    ["#{id}::uuid #{ids as string[]}", "$1::uuid $2 | $1 id | $2 ids"],
    ["#{ filter\n  .from }", "$1 | $1 filter .from"],
    [
      "#{aVeryLongFunctionName(withSeveral, arguments, inIt)}",
      "$1 | $1 aVeryLongFunctionName(withSeveral, argu…",
    ],
    ["#{Prisma.empty}a", "a"],
    ["#{Prisma.raw('\"T\"')}", '"T"'],
    ["#{Prisma.raw(`a.#{'b'} desc`)}", "a.b desc"],
    ["#{Prisma.raw(table)}", " | ! What table puts into the text is not known"],
    ["in (#{Prisma.join(ids)})", "in ($1) | $1 ids*"],
    ["in (#{Prisma.join([a, 2])})", "in ($1,$2) | $1 a | $2 2 = 2"],
    ["#{Prisma.join(ids, ' + ', '(', ')')}", "($1) | $1 ids*"],
    [
      "#{Prisma.join([Prisma.sql`a = #{a}`, Prisma.sql`b`], ' and ', 'where ')}",
      "where a = $1 and b | $1 a",
    ],
    ["#{Prisma.join(rows.map((r) => Prisma.sql`(#{r.a}, #{1})`))}", "($1, $2) | $1 r.a* | $2 1*"],
    ["#{Prisma.join(rows.map(({ id }) => { return id }))}", "$1 | $1 id*"],
    ["#{Prisma.join(list, separator)}", "$1 | $1 list*"],
    [
      "#{x ? Prisma.sql`where a = #{a}` : Prisma.empty}",
      "where a = $1 | $1 a | ~ x ? Prisma.sql`where a = #{a}` : Prisma… can be one of several texts: the longest is explained",
    ],
    [
      "#{x && Prisma.sql`b`}",
      "b | ~ x && Prisma.sql`b` can be one of several texts: the longest is explained",
    ],
    ["#{x ? 1 : 2}", "$1 | $1 x ? 1 : 2"],
    ["#{sql`#{sql`#{deep}`}`}", "$1 | $1 deep"],
    ["#{sql.join([1, 2], sql`; `)}", "$1; $2 | $1 1 = 1 | $2 2 = 2"],
  ])("%s", (inside, expected) => {
    expect(only(`db.$queryRaw\`select ${inside}\``)).toBe(`$queryRaw: select ${expected}`);
  });

  test.each([
    ["const limit = 10; db.$queryRaw`select #{limit}`", "$queryRaw: select $1 | $1 limit = 10"],
    [
      "let limit = 10; limit = 20; db.$queryRaw`select #{limit}`",
      "$queryRaw: select $1 | $1 limit",
    ],
    [
      "const from = Prisma.sql`from a`; function f() { db.$queryRaw`select 1 #{from}` }",
      "$queryRaw: select 1 from a",
    ],
    [
      "const id = 5; db.$queryRaw`select #{Prisma.join(all.map((id) => id))}`",
      "$queryRaw: select $1 | $1 id*",
    ],
    [
      "let where = Prisma.empty; if (a) where = Prisma.sql`where a = #{a}`; db.$queryRaw`select 1 #{where}`",
      "$queryRaw: select 1 where a = $1 | $1 a | ~ where can be one of several texts: the longest is explained",
    ],
    [
      "let w = sql`where a`; w = sql`#{w} and b`; db.$queryRaw`select 1 #{w}`",
      "$queryRaw: select 1 where a and b | ~ w can be one of several texts: the longest is explained",
    ],
    [
      "const c = [Prisma.sql`a = #{a}`]; if (b) c.push(Prisma.sql`b = #{b}`); db.$queryRaw`select 1 where #{Prisma.join(c, ' and ')}`",
      "$queryRaw: select 1 where a = $1 and b = $2 | $1 a | $2 b | ~ Parts that depend on a condition are all taken",
    ],
    [
      "const c: Prisma.Sql[] = []; if (b) c.push(Prisma.sql`b`); db.$queryRaw`select 1 #{c.length ? Prisma.sql`where #{Prisma.join(c)}` : Prisma.empty}`",
      "$queryRaw: select 1 where b | ~ Parts that depend on a condition are all taken | ~ c.length ? Prisma.sql`where #{Prisma.jo… can be one of several texts: the longest is explained",
    ],
    ["const q = Prisma.sql`x`; db.$queryRaw(q)", "$queryRaw: x"],
    ["db.$queryRaw(Prisma.join([sql`a`, sql`b`], ' '))", "$queryRaw: a b"],
    [
      "db.$queryRaw`select 1 where #{Prisma.join(conditions, ' AND ')}`",
      "$queryRaw: select 1 where $1 | $1 conditions* | ! What conditions holds is not known",
    ],
    [
      "const by = (id: string) => { if (!id) return sql`x`; return sql`a = #{id}` }; db.$queryRaw`select 1 where #{by(5)}`",
      "$queryRaw: select 1 where a = $1 | $1 id",
    ],
    [
      "const all = terms.flatMap((t) => [sql`a #{t}`, sql`b`]); db.$queryRaw`select #{Prisma.join(all, ' + ')}`",
      "$queryRaw: select a $1 + b | $1 t*",
    ],
    [
      "let order; if (a) order = sql`order by a`; else order = sql`order by b desc`; db.$queryRaw`select 1 #{order}`",
      "$queryRaw: select 1 order by b desc | ~ order can be one of several texts: the longest is explained",
    ],
    ["db.$queryRaw(build(1))", "$queryRaw:  | ! What build(1) holds is not known"],
    [
      "const a = sql`#{b}`, b = sql`#{a}`; db.$queryRaw`select #{a}`",
      "$queryRaw: select $1 | $1 sql`#{a}`",
    ],
    [
      "const t = 'a'; db.$queryRawUnsafe('select * ' + `from #{t} where b = $1`, b)",
      "$queryRaw: select * from a where b = $1 | $1 b",
    ],
    [
      "db.$queryRawUnsafe(`select * from #{t}`)",
      "$queryRaw: select * from  | ! What t puts into the text is not known",
    ],
    ["db.$queryRawUnsafe('select $1, $2', x, ...rest)", "$queryRaw: select $1, $2 | $1 x"],
    [
      "const from = ['from a', 'where b']; pool.query(['select 1', ...from].join('\\n'))",
      "query: select 1\nfrom a\nwhere b",
    ],
    [
      "pool.query(`select #{x.map((a) => a).join(', ')}`)",
      "query: select  | ! What x.map((a) => a).join(', ') puts into the text is not known",
    ],
    ["const c = { text: 'select 1' }; pool.query(c)", "query: select 1"],
    [
      "pool.query(`select #{a ? '1' : '22'}`)",
      "query: select 22 | ~ a ? '1' : '22' can be one of several texts: the longest is explained",
    ],
  ])("%s", (text, expected) => {
    expect(told(text).at(-1)).toBe(expected);
  });
});

describe("escapes", () => {
  test.each([
    [
      "db.$queryRaw`select E'a\\\\nb', \\`x\\`, '\\u{1F600}\\x41' , #{1}`",
      "$queryRaw: select E'a\\nb', `x`, '😀A' , $1 | $1 1 = 1",
    ],
    ["db.$queryRawUnsafe('select \\'it\\' \\\n from t')", "$queryRaw: select 'it'  from t"],
    ["db.$queryRaw`select 1\r\n from t`", "$queryRaw: select 1\n from t"],
    ["db.$queryRaw`select '\\u00'`", "$queryRaw: select '00' | ! The escape \\u has no meaning"],
  ])("%j", (text, expected) => {
    expect(only(text)).toBe(expected);
  });
});

describe("while somebody is typing", () => {
  const text = `
    const a = await db.$queryRaw<X[]>\`select #{id} from #{Prisma.sql\`a\`}\`;
    if (
    const q = sql.type(z.object({ a: 1 }))\`select 2 -- #{"}"}\`
    pool.query("select $1", [x]).then(
    db.$queryRaw\`select #{`;

  test("queries that are whole are read alone", () => {
    expect(told(text)).toEqual([
      "$queryRaw: select $1 from a | $1 id",
      'sql: select 2 -- $1 | $1 "}" = }',
      "query: select $1 | $1 x",
    ]);
  });

  test("any beginning of a text is answered", () => {
    for (let end = 0; end <= text.length; end++) told(text.slice(0, end));
    expect(told(text.slice(0, 80))).toHaveLength(1);
  });

  test("in time that grows with the text", () => {
    const many = `${"db.$queryRaw`select #{a}`;\n".repeat(400)} if (`;
    expect(told(many)).toHaveLength(400);
    expect(told("sql`(".repeat(20_000))).toEqual([]);
    expect(told(`x = (${"sql(".repeat(3000)}`)).toEqual([]);
  });

  test("long chains are followed, and endless ones do not overflow", () => {
    const sum = `db.query('select 1' ${"+ ' a'".repeat(500)})`;
    expect(only(sum)).toBe(`query: select 1${" a".repeat(500)}`);
    for (const chain of [".a()", ".a", "[0]", "!", " as A", " + 1", " ? 1 : x"]) {
      expect(only(`x${chain.repeat(20_000)}; db.query('select 1')`)).toMatch(
        /^(query: select 1)?$/,
      );
    }
  });

  test("fragments that multiply have an end", () => {
    const doubled = Array.from({ length: 30 }, (_, at) => {
      return `const f${at + 1} = sql\`#{f${at}} #{f${at}}\`;`;
    });
    const source = `const f0 = sql\`x\`;${doubled.join("\n")} db.$queryRaw\`select #{f30}\``;
    const [raw] = rawSqlIn(source.replaceAll("#{", "${"), "a.ts");
    expect(raw?.problem).toBe("It becomes too long to be read");
  });
});
