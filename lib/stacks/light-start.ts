/**
 * Leaves unloaded what a synthesis does not use, which takes a quarter of a start. Imported before CDKTF and zod, for its effect.
 */
import { Module } from "node:module";

type Loaded = (...args: unknown[]) => unknown;

/** Puts something in a package's place that loads it on its first use. */
function loadOnUse(path: string, known: Readonly<Record<PropertyKey, unknown>> = {}): void {
  if (require.cache[path] !== undefined) return;
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

const ofCdktf = { paths: [require.resolve("cdktf")] };
// For folders that go along as assets.
loadOnUse(require.resolve("archiver", ofCdktf));
// For the version of Terraform, which only CDKTF's own validations ask for.
loadOnUse(require.resolve("semver", ofCdktf));
// For messages in other languages. zod looks whether it is an ES module.
loadOnUse(require.resolve("zod/v4/locales"), { __esModule: true });
