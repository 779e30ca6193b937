/** The address that makes VS Code in a browser open what a desktop command line asks for. */
import type { DesktopRequest } from "./desktop-arguments.ts";

type Opened = Pick<
  DesktopRequest,
  "folder" | "workspace" | "files" | "developmentPaths" | "disableExtensions"
>;

/** `testRunner` is the module that the extension host loads and runs. */
export function workbenchAddress(
  port: number,
  opened: Opened,
  testRunner: string | undefined,
): string {
  const host = `127.0.0.1:${port}`;
  const remote = (path: string) => `vscode-remote://${host}${encodeURI(path)}`;
  const payload: [string, string][] = [["skipWelcome", "true"]];
  for (const file of opened.files) payload.push(["openFile", remote(file)]);
  for (const folder of opened.developmentPaths)
    payload.push(["extensionDevelopmentPath", remote(folder)]);
  if (testRunner) payload.push(["extensionTestsPath", remote(testRunner)]);
  if (opened.disableExtensions) payload.push(["disableExtensions", "true"]);

  const query = new URLSearchParams();
  if (opened.workspace) query.set("workspace", opened.workspace);
  else if (opened.folder) query.set("folder", opened.folder);
  else query.set("ew", "true");
  query.set("payload", JSON.stringify(payload));
  return `http://${host}/?${query}`;
}
