/** Texts of a given size that drive a careless parser into quadratic time or out of its stack. */

export type Monster = { readonly name: string; readonly make: (size: number) => string };

const fill = (unit: string, size: number) => unit.repeat(Math.ceil(size / unit.length));
const repeated = (name: string, unit: string, before = "", after = ""): Monster => ({
  name,
  make: (size) => before + fill(unit, size) + after,
});
const parentAndKey = `model B {
  id Int @id
  all A[]
}

model A {
  id Int @id
  x Int
  b B @relation(fields: [x`;
const field = "model A {\n  id Int @id\n  x Int ";

export const monsters: readonly Monster[] = [
  repeated("opened block comments", "/*"),
  repeated("opened block comments on many lines", "/*\n"),
  repeated("opened block comments behind words", "a /*\n"),
  repeated("opened block comments in a block", "  a Int /*\n", "model A {\n", "}\n"),
  repeated("opened block comments behind attributes", "  @@a /*\n", "model A {\n", "}\n"),
  repeated("opened block comments behind headers", "model A { /*\n}\n"),
  repeated("opened block comments between models", "/*\nmodel A {\n}\n"),
  repeated("slashes and stars", "/*/"),
  repeated("empty comments on one line", "/**/"),
  repeated("empty comments on one line of a block", "/**/", "model A {\n", "\n}\n"),
  repeated("empty comments behind a field", "/**/", field, "\n}\n"),
  repeated("blanks between comments", "/**/         "),
  repeated("comment lines", "// a comment\n"),
  repeated("comment lines in an open block", "// a comment\n", "model A {\n"),
  repeated("comment lines behind each open block", "model A {\n// a\n// b\n// c\n"),
  repeated("one long comment line", "// "),
  repeated("ignore comments", "// architect-ignore missing-timestamps: b\n", "model A {\n", "}\n"),
  repeated("quotes", '"'),
  repeated("quotes in a block", '"', "model A {\n", "\n}\n"),
  repeated("quotes in arguments", '"', `${field}@default(`, ")\n}\n"),
  repeated("backslashes in a string", "\\", `${field}@default("`, '")\n}\n'),
  repeated("square brackets", "["),
  repeated("square brackets in arguments", "[", `${field}@default(`, ")\n}\n"),
  repeated("square brackets with blanks", "[ ", `${field}@default(`, ")\n}\n"),
  repeated("closing brackets in arguments", "]", `${field}@default(`, ")\n}\n"),
  repeated("round brackets in arguments", "(", `${field}@default(`, ")\n}\n"),
  repeated("calls in calls", "a(", `${field}@default(`, ")\n}\n"),
  repeated("named calls in calls", "a: b(", `${field}@default(`, ")\n}\n"),
  repeated("braces in arguments", "{a: ", `${field}@default(`, ")\n}\n"),
  repeated("commas in arguments", ",", `${field}@default(`, ")\n}\n"),
  repeated("colons in arguments", "a:", `${field}@default(`, ")\n}\n"),
  repeated("at signs", "@"),
  repeated("at signs behind a field", "@", field, "\n}\n"),
  repeated("at signs with blanks behind a field", "@ ", field, "\n}\n"),
  repeated("attributes behind a field", "@a ", field, "\n}\n"),
  repeated("attribute lines", "  @@index([id])\n", field, "\n}\n"),
  repeated("line feeds", "\n"),
  repeated("carriage returns", "\r"),
  repeated("line feeds in a block", "\n", "model A {\n", "}\n"),
  repeated("blanks", " "),
  repeated("blanks behind a field", " ", field, "\n}\n"),
  repeated("blanks behind a header", " ", "model A", "\n}\n"),
  repeated("blanks in a header", " ", "model ", "A {\n}\n"),
  repeated("blanks in a list", " ", `${field}@relation(fields: [x`, ", references: [id])\n}\n"),
  repeated("blanks in a foreign key", " ", parentAndKey, "/ ], references: [id])\n}\n"),
  repeated("blanks in an ignore comment", " ", "// architect-ignore a", "b: c\n"),
  repeated("blanks in a block comment", " ", "/* architect-ignore", "a: b\nc */\n"),
  repeated("byte order marks", "\ufeff"),
  repeated("byte order mark lines", "\ufeff\n"),
  repeated("lone surrogates", "\ud83d"),
  repeated("null characters", "\0"),
  repeated("one long name", "a", "model ", " {\n}\n"),
  repeated("one long name that is no header", "a", "model "),
  repeated("one long field name", "a", "model A {\n  ", " Int\n}\n"),
  repeated("dots in a type", "a.", "model A {\n  a ", "\n}\n"),
  repeated("digits", "1", `${field}@default(`, ")\n}\n"),
  repeated("digits before a name", "1", `${field}@default(`, "a)\n}\n"),
  repeated("one long line of no block", "word "),
  repeated("lines of no block", "word\n"),
  repeated("open headers", "model A {\n"),
  repeated("open headers on one line", "model A { "),
  repeated("closed equal models", "model A {\n}\n"),
  repeated("closed equal models with a key", "model A {\n  id Int @id\n}\n\n"),
  repeated("closing braces", "}\n"),
  repeated("keywords", "model\n"),
  repeated("enum values", "  A\n", "enum E {\n", "}\n"),
  repeated("properties", '  a = "b"\n', "datasource db {\n", "}\n"),
  {
    name: "many different models",
    make: (size) =>
      Array.from(
        { length: Math.ceil(size / 100) },
        (_, at) =>
          `model M${at} {\n  id Int @id\n  next M${at + 1}? @relation(fields: [id])\n}\n\n`,
      ).join(""),
  },
  {
    name: "many different fields",
    make: (size) => {
      const fields = Array.from({ length: Math.ceil(size / 20) }, (_, at) => `  field${at} Int\n`);
      return `model A {\n${fields.join("")}}\n`;
    },
  },
];
