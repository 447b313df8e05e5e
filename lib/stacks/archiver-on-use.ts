/**
 * Leaves archiver unloaded until somebody archives. Imported before CDKTF, for its effect: CDKTF loads it for folders that go along as
 * assets. There are none here, and loading it takes a sixth of a start.
 */
import { Module } from "node:module";

type Archiver = (...args: unknown[]) => unknown;

const path = require.resolve("archiver", { paths: [require.resolve("cdktf")] });

if (require.cache[path] === undefined) {
  const standIn = new Module(path);
  standIn.exports = new Proxy((() => undefined) as Archiver, {
    apply: (_, self, args) => Reflect.apply(archiver(), self, args),
    get: (_, key) => Reflect.get(archiver(), key),
  });
  standIn.loaded = true;
  require.cache[path] = standIn;
}

function archiver(): Archiver {
  delete require.cache[path];
  return require(path);
}
