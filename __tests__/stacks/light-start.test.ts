import { execFileSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** Prints which modules are loaded before their first use, and what they return. */
const PROGRAM = `
require("./lib/stacks/light-start");
const { z } = require("zod");
const cdktf = require.resolve("cdktf");
require(cdktf);
const ofCdktf = (name) => require(require.resolve(name, { paths: [cdktf] }));
const parts = ["/archiver/lib/core", "/semver/functions/", "/zod/v4/locales/de."];
const loaded = () => parts.map((part) => Object.keys(require.cache).some((file) => file.includes(part)));
const before = loaded();
const answers = [
  ofCdktf("archiver").isRegisteredFormat("zip"),
  typeof ofCdktf("archiver")("zip").append,
  ofCdktf("semver").satisfies("1.2.3", "^1.0.0"),
  z.locales.de().localeError({ code: "invalid_type", expected: "string", input: 1 }),
];
console.log(JSON.stringify({ before, answers, after: loaded() }));
`;

test("deferred modules are loaded on first use", () => {
  const output = execFileSync(
    process.execPath,
    ["--require", "./scripts/typescript.cjs", "--eval", PROGRAM],
    { cwd: ROOT, encoding: "utf8" },
  );
  expect(JSON.parse(output)).toStrictEqual({
    before: [false, false, false],
    answers: [true, "function", true, "Ungültige Eingabe: erwartet string, erhalten Zahl"],
    after: [true, true, true],
  });
});
