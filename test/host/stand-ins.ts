/**
 * Small JavaScript in place of the native modules that code-server would compile at installation:
 * no compiler or headers are needed here, and a test run can do without their speed.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const logger = `/* Stand-in for the native logger: appends to the file at once, never rotates. */
"use strict";
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const levels = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = levels.indexOf("info");
    this.bare = false;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, "");
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.bare = true; }
  flush() {}
  drop() {}
  put(level, text) {
    if (level < this.level) return;
    const line = this.bare ? String(text) : new Date().toISOString() + " [" + levels[level] + "] " + text + "\\n";
    try { appendFileSync(this.file, line); } catch { /* the folder was removed: nobody reads this any more */ }
  }
}
levels.forEach((name, level) => {
  Logger.prototype[name] = function (text) { this.put(level, text); };
});

// One assignment each: only so can VS Code, which is made of ES modules, import them by name.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (name, file) => new Logger("file", name, file);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
`;

/** The real one ends an extension host whose server died; here leash.ts ends the whole group. */
const watchdog = `"use strict";
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`;

const standIns: Readonly<Record<string, string>> = {
  "@vscode/spdlog": logger,
  "@vscode/native-watchdog": watchdog,
};

/** `serverFolder` is code-server's lib/vscode. Answers the modules that are not where they should be. */
export function placeStandIns(serverFolder: string): string[] {
  const missing: string[] = [];
  for (const [name, source] of Object.entries(standIns)) {
    const folder = join(serverFolder, "node_modules", name);
    if (existsSync(folder)) writeFileSync(join(folder, "index.js"), source);
    else missing.push(name);
  }
  return missing;
}
