/**
 * Whether a statement can be sent where only questions are asked, told by its first word. PostgreSQL
 * itself refuses what writes; this keeps away what would end or change the transaction that does so.
 */

/** Comments, blanks and parentheses in front do not count. Says nothing about what follows. */
export function isQuestion(sql: string): boolean {
  return questions.has(firstWord(sql));
}

const questions = new Set(["select", "with", "values", "table", "show", "explain"]);

function firstWord(sql: string): string {
  let rest = sql;
  for (;;) {
    const bare = withoutComment(rest.replace(/^[\s(]+/, ""));
    if (bare === rest) return /^[a-z]+(?![\w$])/i.exec(rest)?.[0].toLowerCase() ?? "";
    rest = bare;
  }
}

/** Comments of PostgreSQL nest. One that never ends leaves nothing. */
function withoutComment(sql: string): string {
  if (sql.startsWith("--")) return sql.replace(/^--[^\n\r]*/, "");
  if (!sql.startsWith("/*")) return sql;
  let depth = 0;
  for (const { 0: mark, index } of sql.matchAll(/\/\*|\*\//g)) {
    depth += mark === "/*" ? 1 : -1;
    if (depth === 0) return sql.slice(index + 2);
  }
  return "";
}
