/** The page of the plan panel: what it may load, and nothing else. Does not know VS Code. */

export type PlanPageFiles = {
  /** Addresses, by the name of a file in `dist`. */
  readonly uri: (file: string) => string;
  /** From where the editor serves them. */
  readonly source: string;
  readonly nonce: string;
};

/**
 * Scripts run by nonce only, and nothing is fetched. Styles come from files; those in attributes are
 * let through because pev2 writes widths and colours into its HTML. They can load nothing, since
 * pictures and fonts have no source but the editor's.
 */
export function planPolicy({ source, nonce }: Pick<PlanPageFiles, "source" | "nonce">): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    "style-src-attr 'unsafe-inline'",
    `font-src ${source}`,
    "img-src data:",
  ].join("; ");
}

export function planPage({ uri, source, nonce }: PlanPageFiles): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${planPolicy({ source, nonce })}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri("plan.css")}">
  <title>Query plan</title>
</head>
<body data-graph-script="${uri("plan-graph.js")}" data-graph-style="${uri("plan-graph.css")}">
  <div id="app"></div>
  <script nonce="${nonce}" src="${uri("plan.js")}"></script>
</body>
</html>`;
}
