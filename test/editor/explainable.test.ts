/** What can be explained in files of SQL and code, and what a cursor or a selection means there. */
import { describe, expect, test } from "vitest";
import {
  type Explainable,
  explainableAt,
  explainablesIn,
  toFile,
} from "../../src/core/editor/explainable.ts";

type File = { readonly text: string; readonly languageId: string; readonly path: string };

/** Code in which `#{` stands for the dollar and bracket of a template. */
function code(text: string): string {
  return text.replaceAll("#{", "${");
}

function sqlFile(text: string, path = "/w/queries.sql"): File {
  return { text, languageId: "sql", path };
}

/** `[statement] select $1 | $1 id uuid` */
function tell({ sql, origin, parameters, notes, problem }: Explainable): string {
  return [
    `[${origin}] ${sql}`,
    ...parameters.map(({ number, name, type, value, isList }) =>
      [`$${number}`, `${name}${isList ? "*" : ""}`, type, value === undefined ? "" : `= ${value}`]
        .filter(Boolean)
        .join(" "),
    ),
    ...notes,
    ...(problem === undefined ? [] : [`! ${problem}`]),
  ].join(" | ");
}

function told(file: File): string[] {
  return explainablesIn(file).map((one) => {
    for (const { inSql, inFile, length } of one.pieces) {
      expect(file.text.slice(inFile, inFile + length)).toBe(one.sql.slice(inSql, inSql + length));
    }
    return tell(one);
  });
}

describe("statements of a file of SQL", () => {
  test("those that begin like queries", () => {
    const text = `-- a comment
      create table a (b int);
      select 1; insert into a values (1);
      \\set x 1
      (select 2) union select 3;
      WITH x AS (SELECT 1) DELETE FROM a; explain select 4; begin; values (1); table a`;
    expect(told(sqlFile(text))).toEqual([
      "[statement] select 1",
      "[statement] insert into a values (1)",
      "[statement] (select 2) union select 3",
      "[statement] WITH x AS (SELECT 1) DELETE FROM a",
      "[statement] explain select 4",
      "[statement] values (1)",
      "[statement] table a",
    ]);
  });

  test.each([
    ["select $1::uuid, $2", "select $1::uuid, $2 | $1 $1 uuid | $2 $2"],
    ["select $2 :: int [] , $2", "select $2 :: int [] , $2 | $2 $2 int []"],
    [
      "select cast($1 as timestamp  with time zone)",
      "select cast($1 as timestamp  with time zone) | $1 $1 timestamp with time zone",
    ],
    [
      'select $1::"Status", $2::shop.kind, $3::numeric(10, 2), $4::varchar(5)[]',
      'select $1::"Status", $2::shop.kind, $3::numeric(10, 2), $4::varchar(5)[] | $1 $1 "Status" | $2 $2 shop.kind | $3 $3 numeric(10, 2) | $4 $4 varchar(5)[]',
    ],
    ["select '$1', $$ $2 $$ -- $3", "select '$1', $$ $2 $$"],
    ["select :id, :'name'::text, :id", "select $1, $2::text, $1 | $1 id | $2 name text"],
    ["select $3, :id", "select $3, $4 | $3 $3 | $4 id"],
    [
      "select a[1:n], f(b := 1), '10:30', c::int from t where x=:y",
      "select a[1:n], f(b := 1), '10:30', c::int from t where x=$1 | $1 y",
    ],
    [
      'select * from :"t"',
      'select * from :"t" | ! psql puts a name in place of :"t": write the name itself to explain the statement',
    ],
    [
      "select array[:x, :y], a[:n], f(b[1:2], :z)",
      "select array[$1, $2], a[:n], f(b[1:2], $3) | $1 x | $2 y | $3 z",
    ],
    ["select a ? 'b', @c", "select a ? 'b', @c"],
  ])("%s", (text, expected) => {
    expect(told(sqlFile(text)).join()).toBe(`[statement] ${expected}`);
  });

  test("comments of TypedSQL name and type parameters", () => {
    const text = `-- @param {Int} $1:minAge The youngest
      -- @param {DateTime} $2:since
      -- @param {Status} $3:status?
      -- @param {String[]} $4
      -- @param {Bytes} $5:raw
      select * from u where age > $1 and at > $2 and s = $3::"Status" and n = any($4) and $6`;
    const sql = text.slice(text.indexOf("select"));
    expect(told(sqlFile(text))).toEqual([
      `[typed-sql] ${sql} | $1 minAge int4 | $2 since timestamp | $3 status "Status" | $4 $4 text[] | $6 $6`,
    ]);
  });

  test("a file in prisma/sql is TypedSQL without them too", () => {
    expect(told(sqlFile("select 1", "C:\\w\\prisma\\sql\\one.sql"))).toEqual([
      "[typed-sql] select 1",
    ]);
    expect(told(sqlFile("select 1", "/w/sql/one.sql"))).toEqual(["[statement] select 1"]);
  });
});

describe("what a cursor means in a file of SQL", () => {
  /** `|` is the cursor. */
  function at(marked: string): string | undefined {
    const cursor = marked.indexOf("|");
    const found = explainableAt(sqlFile(marked.replace("|", "")), cursor, cursor);
    return found?.sql;
  }

  test.each([
    ["sel|ect 1; select 2", "select 1"],
    ["|select 1; select 2", "select 1"],
    ["select 1|; select 2", "select 1"],
    ["select 1;|\nselect 2", "select 1"],
    ["select 1; -- so|\nselect 2", "select 1"],
    ["select 1;\n-- ab|ove\nselect 2", "select 2"],
    ["select 1;\n|\n\nselect 2", undefined],
    ["select 1;\n|\nselect 2", "select 2"],
    ["select 1;\n\n|\n-- x", undefined],
    ["drop |table a; select 1", "drop table a"],
    ["|", undefined],
  ])("%s", (marked, expected) => {
    expect(at(marked)).toBe(expected);
  });
});

describe("what a selection means", () => {
  function selected(file: Omit<File, "text">, marked: string): string | undefined {
    const start = marked.indexOf("[");
    const end = marked.indexOf("]") - 1;
    const found = explainableAt({ ...file, text: marked.replace(/[[\]]/g, "") }, start, end);
    return found && tell(found);
  }
  const sql = { languageId: "sql", path: "/w/a.sql" };
  const script = { languageId: "typescript", path: "/w/a.ts" };

  test("of SQL exactly what is selected", () => {
    expect(selected(sql, "select * from ([select :x]) y")).toBe("[statement] select $1 | $1 x");
    expect(selected(sql, "select 1;[ ]")).toBe("[statement] select 1");
    expect(selected(sql, "[drop table a; ]select 1")).toBe("[statement] drop table a; ");
  });

  test("of code the query around it, else the text itself", () => {
    const query = code("const a = 'select 2'; db.$queryRaw`select #{x}`");
    expect(selected(script, query.replace("`select", "`sel[ect]"))).toBe(
      "[$queryRaw] select $1 | $1 x",
    );
    expect(selected(script, query.replace("select 2", "[select 2]"))).toBe("[statement] select 2");
    expect(selected(script, query.replace("const", "[]const"))).toBeUndefined();
    const notes = { languageId: "markdown", path: "/w/a.md" };
    expect(selected(notes, "so: [select 3]")).toBe("[statement] select 3");
  });
});

describe("queries in code", () => {
  test("have the types of their casts", () => {
    const text = code("tx.$queryRaw`select #{id}::uuid, #{5}, cast(#{Prisma.join(ids)} as int)`");
    expect(told({ text, languageId: "typescript", path: "untitled:1" })).toEqual([
      "[$queryRaw] select $1::uuid, $2, cast($3 as int) | $1 id uuid | $2 5 = 5 | $3 ids* int",
    ]);
  });

  test("have as many parameters as their text uses", () => {
    const text = 'db.$queryRawUnsafe("select $1, $3", a, b); db.query("select \'$1\'", [a])';
    expect(told({ text, languageId: "javascript", path: "/w/a.js" })).toEqual([
      "[$queryRaw] select $1, $3 | $1 a | $3 $3",
      "[query] select '$1'",
    ]);
  });

  test("are found in languages that hold code only", () => {
    const text = "db.$queryRaw`select 1`";
    expect(explainablesIn({ text, languageId: "markdown", path: "/w/a.md" })).toEqual([]);
    expect(explainablesIn({ text, languageId: "typescriptreact", path: "/w/a.tsx" })).toHaveLength(
      1,
    );
  });

  test("lead back to the file", () => {
    const text = code(
      "const w = sql`a = #{a}`; db.$queryRaw`select \\`x\\` #{1} from t where #{w} ;`",
    );
    const [one] = explainablesIn({ text, languageId: "typescript", path: "/w/a.ts" });
    if (one === undefined) throw new Error("not found");
    expect(one.sql).toBe("select `x` $1 from t where a = $2 ;");
    const back = (what: string) => text.slice(toFile(one, one.sql.indexOf(what))).slice(0, 7);
    expect(back("select")).toBe("select ");
    expect(back("x`")).toBe(code("x\\` #{1"));
    expect(back("$1")).toBe(code("#{1} fr"));
    expect(back("from t")).toBe("from t ");
    expect(back("a = ")).toBe(code("a = #{a"));
    expect(back("$2")).toBe(code("#{a}`; "));
    expect(back(";")).toBe(";`");
    expect(toFile(one, 10_000)).toBe(text.length - 1);
    expect(toFile(one, -1)).toBe(text.indexOf("select"));
  });
});
