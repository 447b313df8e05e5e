/**
 * Defers loading of modules that a synthesis does not use, to start faster. Import it for its effect, before CDKTF and zod.
 */
import { Module } from "node:module";

type Loaded = (...args: unknown[]) => unknown;

/** Replaces a module by a proxy that loads it on first use. Ignores a missing module. */
function loadOnUse(
  name: string,
  from: readonly string[],
  known: Readonly<Record<PropertyKey, unknown>> = {},
): void {
  const path = pathOf(name, from);
  if (path === undefined || require.cache[path] !== undefined) return;
  const proxy = new Module(path);
  const loaded = (): Loaded => {
    if (require.cache[path] === proxy) delete require.cache[path];
    return require(path);
  };
  proxy.exports = new Proxy((() => undefined) as Loaded, {
    apply: (_, self, args) => Reflect.apply(loaded(), self, args),
    get: (_, key) => (key in known ? known[key] : Reflect.get(loaded(), key)),
  });
  proxy.loaded = true;
  require.cache[path] = proxy;
}

function pathOf(name: string, from: readonly string[]): string | undefined {
  try {
    return require.resolve(name, { paths: [...from] });
  } catch {
    return undefined;
  }
}

const cdktf = require.resolve("cdktf");
// Packs asset folders.
loadOnUse("archiver", [cdktf]);
// Compares Terraform versions, only in CDKTF's own validations.
loadOnUse("semver", [cdktf]);
// Messages in other languages. zod checks whether it is an ES module.
loadOnUse("zod/v4/locales", [__dirname], { __esModule: true });
