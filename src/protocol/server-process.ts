/** How the process of the language server is started, by the editor and by the benchmark. */

/**
 * V8 sizes its heap for a program that has the machine to itself. Every keystroke leaves the old
 * text of the file behind, so the server makes much garbage and keeps little: told to expect
 * 1 GB at most, V8 collects it sooner. At 1,000 models that saves about 70 MB.
 */
export const serverProcessArguments: readonly string[] = [
  "--max-semi-space-size=8",
  "--max-old-space-size=1024",
];
