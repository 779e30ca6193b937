/**
 * The part of libpg-query's WebAssembly module that is used here. The package types only the
 * functions around it, which can neither load it late nor load it again.
 */
declare module "libpg-query/wasm/libpg-query.js" {
  export type PgQueryModule = {
    readonly _malloc: (bytes: number) => number;
    readonly _free: (pointer: number) => void;
    readonly lengthBytesUTF8: (text: string) => number;
    readonly stringToUTF8: (text: string, pointer: number, bytes: number) => void;
    readonly UTF8ToString: (pointer: number) => string;
    readonly getValue: (pointer: number, type: "i32") => number;
    /** → PgQueryParseResult: { char *tree; char *stderr; PgQueryError *error } */
    readonly _wasm_parse_query_raw: (text: number) => number;
    readonly _wasm_free_parse_result: (result: number) => void;
  };
  // biome-ignore lint/style/noDefaultExport: it is how the module exports it
  export default function load(): Promise<PgQueryModule>;
}
