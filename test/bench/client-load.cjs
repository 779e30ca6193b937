/** Prints how many milliseconds it takes to load the client, with a `vscode` that can do nothing. */
const Module = require("node:module");

const stub = new Proxy(class {}, {
  get: (target, name) =>
    name === Symbol.toPrimitive ? () => "stub" : name === "prototype" ? target.prototype : stub,
});

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? stub : load(name, ...rest));

const start = performance.now();
require(process.argv[2]);
console.log(performance.now() - start);
