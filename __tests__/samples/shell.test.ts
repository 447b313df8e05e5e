import { commandsOf, filesBefore, isNotRun, type Stage, shownBlock, stage } from "./commands";
import { pageSamples } from "./pages";

jest.setTimeout(60_000);

let on: Stage;

beforeAll(async () => {
  on = await stage();
});

afterAll(() => on.close());

const samples = pageSamples();
const consoles = samples.filter(({ language }) => language === "console");
const shells = samples.filter(({ language }) => language === "sh");

/** The commands of this project in `sh` blocks, each once for the files that its page has written. */
const own = new Map(
  shells.flatMap((sample) => {
    const files = filesBefore(sample, samples);
    return commandsOf(sample).flatMap(({ place, args, exit }) =>
      args === undefined ? [] : [[`${args} ${JSON.stringify(files)}`, { place, args, exit, files }] as const],
    );
  }),
);

test("every command in a page is one that is run here, or is listed as one that is not", () => {
  expect(own.size).toBeGreaterThan(20);
  const commands = [...shells, ...consoles].flatMap(commandsOf);
  expect(commands.filter(({ line, args }) => args === undefined && !isNotRun(line))).toStrictEqual([]);
});

test.each([...own.values()])(
  "the command $args at $place ends as it should",
  async ({ args, exit, files }) => {
    const { code, stderr } = await on.run(args, on.clone(files));
    expect({ code, ...(code === 2 && { stderr }) }).toStrictEqual({ code: exit });
  },
);

test.each(consoles)(
  "the block at $place holds what its commands print (npm run samples writes it)",
  async (sample) => {
    expect(await shownBlock(sample, filesBefore(sample, samples), on)).toBe(sample.code);
  },
);
