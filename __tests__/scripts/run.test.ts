import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT, RUN, spawnProgram } from "../cli/run-cli";
import { folderOfEachTest } from "../support/folder";

const folder = folderOfEachTest({});

const PROGRAMS = join(__dirname, "programs");

test("runs a program with its arguments, in the working folder", () => {
  const program = join(PROGRAMS, "print.ts");
  const { code, stdout, stderr } = spawnProgram(program, ["a b", "--flag"], { cwd: folder.path });
  expect({ code, stderr, printed: JSON.parse(stdout) }).toStrictEqual({
    code: 3,
    stderr: "",
    printed: { path: program, args: ["a b", "--flag"], cwd: folder.path },
  });
});

test("the stack trace of an error names the lines of the sources", () => {
  const { code, stderr } = spawnProgram(join(PROGRAMS, "fail.ts"), [], { cwd: folder.path });
  expect(code).toBe(1);
  expect(stderr).toContain(`RangeError: no such key\n    at fail (${join(PROGRAMS, "thrower.ts")}:8:9)\n`);
  expect(stderr).toContain(`    at async ${join(PROGRAMS, "fail.ts")}:6:3\n`);
});

test("rejects a program with a syntax error, with its place", () => {
  const program = folder.write("broken.ts", "const one: = 1;\n");
  const { code, stderr } = spawnProgram(program, [], { cwd: folder.path });
  expect(code).toBe(1);
  expect(stderr).toMatch(/Unexpected "="[\s\S]*broken\.ts:1:11:/);
});

test("programs that start at the same time do not disturb each other", async () => {
  const program = join(ROOT, "lib", "cli", "main.ts");
  const codes = await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        new Promise((ended) => {
          spawn(process.execPath, [RUN, program, "--version"], { stdio: "ignore" }).on("close", ended);
        }),
    ),
  );
  expect(codes).toStrictEqual([0, 0, 0, 0]);
});
