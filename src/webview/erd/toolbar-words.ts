/** What can be chosen in the toolbar, and how it is called there. */

export const modes = [
  ["all", "All", "The whole schema"],
  ["focus", "Focus", "One model and its neighbours"],
  ["groups", "Groups", "By schema, namespace, file or name"],
  ["diff", "Compare", "What differs from an earlier version"],
] as const;
export const details = [
  ["all", "All fields"],
  ["keys", "Keys only"],
  ["names", "Names only"],
] as const;
export const depths = [
  [1, "Depth 1"],
  [2, "Depth 2"],
  [3, "Depth 3"],
] as const;
export const groupings = [
  ["auto", "Group as fits"],
  ["none", "No groups"],
  ["schema", "By @@schema"],
  ["namespace", "By namespace tag"],
  ["file", "By file"],
  ["prefix", "By first word"],
] as const;
export const bases = [
  ["git", "With last commit"],
  ["saved", "With saved files"],
] as const;
export const renderers = [
  ["auto", "Automatic"],
  ["mermaid", "Mermaid"],
  ["map", "Map"],
] as const;
export const formats = [
  ["mmd", "Mermaid text (.mmd)"],
  ["md", "Markdown (.md)"],
  ["svg", "Picture (.svg)"],
  ["png", "Picture (.png)"],
  ["dbml", "DBML (.dbml)"],
] as const;
