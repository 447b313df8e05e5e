/**
 * Leaves unloaded what a synthesis does not use: loading it takes a good part of a start. Imported before CDKTF and zod, for its effect.
 */
import { Module } from "node:module";

type Loaded = (...args: unknown[]) => unknown;

/** Puts something in a module's place that loads it on its first use. A module that is not there is left alone. */
function loadOnUse(
  name: string,
  from: readonly string[],
  known: Readonly<Record<PropertyKey, unknown>> = {},
): void {
  const path = pathOf(name, from);
  if (path === undefined || require.cache[path] !== undefined) return;
  const standIn = new Module(path);
  const loaded = (): Loaded => {
    if (require.cache[path] === standIn) delete require.cache[path];
    return require(path);
  };
  standIn.exports = new Proxy((() => undefined) as Loaded, {
    apply: (_, self, args) => Reflect.apply(loaded(), self, args),
    get: (_, key) => (key in known ? known[key] : Reflect.get(loaded(), key)),
  });
  standIn.loaded = true;
  require.cache[path] = standIn;
}

function pathOf(name: string, from: readonly string[]): string | undefined {
  try {
    return require.resolve(name, { paths: [...from] });
  } catch {
    return undefined;
  }
}

const cdktf = require.resolve("cdktf");
// For folders that go along as assets.
loadOnUse("archiver", [cdktf]);
// For the version of Terraform, which only CDKTF's own validations ask for.
loadOnUse("semver", [cdktf]);
// For messages in other languages. zod looks whether it is an ES module.
loadOnUse("zod/v4/locales", [__dirname], { __esModule: true });
