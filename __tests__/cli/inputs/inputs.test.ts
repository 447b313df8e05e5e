import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../run-cli";

/** A command on one of the files beside this test, and what it answers. */
interface Case {
  readonly title: string;
  readonly args: readonly string[];
  readonly code: number;
  /** Texts that the output contains, in standard output or standard error. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
}

const CASES: readonly Case[] = JSON.parse(readFileSync(join(__dirname, "cases.json"), "utf8"));

test.each(CASES.map((each) => [each.title, each] as const))(
  "%s",
  async (_, { args, code, has, hasNot = [] }) => {
    const result = await runCli(args, { cwd: join(__dirname, "files") });
    const output = result.stdout + result.stderr;

    expect({
      code: result.code,
      output,
      missing: has.filter((text) => !output.includes(text)),
    }).toStrictEqual({
      code,
      output,
      missing: [],
    });
    expect(hasNot.filter((text) => output.includes(text))).toStrictEqual([]);
  },
);
