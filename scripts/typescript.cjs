/**
 * Runs TypeScript: node --require ./scripts/typescript.cjs FILE. tsx translates the files of this project; packages are loaded by
 * Node alone, because tsx would look into each of their files too, which takes as long as loading them.
 */
const Module = require("node:module");

const { ".js": javascript } = Module._extensions;
const { _resolveFilename: resolved } = Module;

require("tsx/cjs");

const { _resolveFilename: resolvedByTsx } = Module;
Module._extensions[".js"] = javascript;
Module._extensions[".cjs"] = javascript;
Module._resolveFilename = function (request, parent, ...rest) {
  const isPackage = parent?.filename?.includes("/node_modules/");
  return (isPackage ? resolved : resolvedByTsx).call(this, request, parent, ...rest);
};
