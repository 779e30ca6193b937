/** Settings that make VS Code quiet: nothing pops up, and screenshots show the extension instead of the surroundings. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** For people too: no greetings, offers or messages before they did anything. */
const calm = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "update.showReleaseNotes": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
};

/** For tests: nothing that moves, and room for what is tested. */
const bare = {
  ...calm,
  "breadcrumbs.enabled": false,
  "editor.accessibilitySupport": "off",
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
  "editor.scrollBeyondLastLine": false,
  // In a browser VS Code would save by itself.
  "files.autoSave": "off",
  "git.enabled": false,
  "window.commandCenter": false,
  "window.dialogStyle": "custom",
  "window.menuBarVisibility": "compact",
  "window.restoreWindows": "none",
  "workbench.layoutControl.enabled": false,
};

/** Keeps settings that are already there: they are somebody's choice. */
export function writeSettings(userDataDir: string, audience: "people" | "tests"): void {
  const file = join(userDataDir, "User/settings.json");
  if (existsSync(file)) return;
  mkdirSync(join(userDataDir, "User"), { recursive: true });
  writeFileSync(file, `${JSON.stringify(audience === "tests" ? bare : calm, null, 2)}\n`);
}
