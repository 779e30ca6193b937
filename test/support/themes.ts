/** The colours that VS Code gives a webview in its own themes, as far as the diagram uses them. */

export type Theme = "dark" | "light" | "high-contrast" | "high-contrast-light";

const themes: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  dark: {
    "editor-background": "#1f1f1f",
    "editor-foreground": "#cccccc",
    descriptionForeground: "#9d9d9d",
    focusBorder: "#0078d4",
    "editorError-foreground": "#f14c4c",
    "editorWarning-foreground": "#cca700",
    "editorInfo-foreground": "#3794ff",
    "gitDecoration-addedResourceForeground": "#81b88b",
    "gitDecoration-deletedResourceForeground": "#c74e39",
    "gitDecoration-modifiedResourceForeground": "#e2c08d",
    "charts-yellow": "#cca700",
    "charts-blue": "#3794ff",
    "charts-purple": "#b180d7",
  },
  light: {
    "editor-background": "#ffffff",
    "editor-foreground": "#3b3b3b",
    descriptionForeground: "#3b3b3b",
    focusBorder: "#005fb8",
    "editorError-foreground": "#e51400",
    "editorWarning-foreground": "#bf8803",
    "editorInfo-foreground": "#1a85ff",
    "gitDecoration-addedResourceForeground": "#587c0c",
    "gitDecoration-deletedResourceForeground": "#ad0707",
    "gitDecoration-modifiedResourceForeground": "#895503",
    "charts-yellow": "#bf8803",
    "charts-blue": "#1a85ff",
    "charts-purple": "#652d90",
  },
  "high-contrast": {
    "editor-background": "#000000",
    "editor-foreground": "#ffffff",
    descriptionForeground: "#ffffffb3",
    focusBorder: "#f38518",
    contrastBorder: "#6fc3df",
    contrastActiveBorder: "#f38518",
    "editorError-foreground": "#f48771",
    "editorWarning-foreground": "#ffd370",
    "editorInfo-foreground": "#3794ff",
    "charts-yellow": "#ffd370",
    "charts-blue": "#3794ff",
    "charts-purple": "#b180d7",
  },
  "high-contrast-light": {
    "editor-background": "#ffffff",
    "editor-foreground": "#292929",
    descriptionForeground: "#292929",
    focusBorder: "#006bbd",
    contrastBorder: "#0f4a85",
    contrastActiveBorder: "#006bbd",
    "editorError-foreground": "#b5200d",
    "editorWarning-foreground": "#895503",
    "editorInfo-foreground": "#1a85ff",
    "charts-yellow": "#895503",
    "charts-blue": "#1a85ff",
    "charts-purple": "#652d90",
  },
};

export function themeCss(theme: Theme): string {
  const lines = Object.entries(themes[theme]).map(([key, value]) => `--vscode-${key}: ${value};`);
  return `:root { ${lines.join(" ")} --vscode-editor-font-family: "DejaVu Sans Mono", monospace; }\n`;
}
