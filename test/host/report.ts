/** What a run says about itself when it came to its end. Written by suite/index.ts, read by run.ts. */

export type Report = { readonly passed: number; readonly failed: number; readonly pending: number };
