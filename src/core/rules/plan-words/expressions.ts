/**
 * The expression of a condition as SQL that an index can be made over. Reads what PostgreSQL
 * writes, and gives up where that is more than one step around a column.
 */
import { quoted } from "../../sql/write-name.ts";
import type { Term } from "./terms.ts";

/** `("data" ->> 'kind')`; undefined where the path cannot be found again in the condition. */
export function jsonExpression({ column, comparison, text }: Term): string | undefined {
  const name = column.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const steps = String.raw`(?:\)* (?:->>?|#>>?) (?:'(?:[^']|'')*'|\d+)(?:::text(?:\[\])?)?)+`;
  const table = String.raw`(?:(?:"(?:[^"]|"")*"|[\w$]+)\.)?`;
  const found = new RegExp(`(?<![\\w."])${table}"?${name}"?(${steps})`).exec(text);
  if (found?.[1] === undefined) return undefined;
  const path = found[1].replaceAll(")", "").replaceAll(/::text(?!\[)/g, "");
  const expression = `(${quoted(column)}${path})`;
  return comparison.cast === undefined ? expression : `(${expression}::${comparison.cast})`;
}

/** `lower("email")`, of one argument, which is unchanging: others no index takes. */
export function functionExpression({ column, comparison }: Term): string | undefined {
  const { functionName = "", cast } = comparison;
  if (!unchanging.has(functionName) || (cast !== undefined && cast !== "text")) return undefined;
  return `${functionName}(${quoted(column)})`;
}

const unchanging = new Set(["lower", "upper", "md5", "length", "char_length", "btrim", "abs"]);
