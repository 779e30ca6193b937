/** Which characters mean what in the Prisma Schema Language. Code units in, booleans out. */

/** Line feed or carriage return; the grammar takes either, and both together as one. */
export function isNewline(code: number): boolean {
  return code === 10 || code === 13;
}

/** Tab and Unicode's space separators, the grammar's white space. Newlines are not among them. */
export function isBlank(code: number): boolean {
  if (code < 128) return code === 32 || code === 9;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/**
 * Letters, digits and the underscore begin a name. Prisma allows ASCII only and no underscore at
 * the start; we read on, so that the tree is still good, and report the name.
 */
export function isNameStart(code: number): boolean {
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) ||
      (code >= 65 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 95
    );
  }
  return !isBlank(code) && code !== 0xfeff && code !== 0x2028 && code !== 0x2029;
}

export function isNamePart(code: number): boolean {
  return code === 45 || isNameStart(code);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The offset behind the newline that ends the line of `at`, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const end = lineEnd(text, at);
  if (text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10) return end + 2;
  return Math.min(end + 1, text.length);
}

/** The offset of the newline that ends the line of `at`, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isNewline(text.charCodeAt(end))) end++;
  return end;
}

/** The first offset from `at` on that is not blank. */
export function skipBlanks(text: string, at: number): number {
  let next = at;
  while (next < text.length && isBlank(text.charCodeAt(next))) next++;
  return next;
}
