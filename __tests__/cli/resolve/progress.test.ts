import { progressBar } from "../../../lib/cli/resolve/progress";

/** What a bar writes for these counts. */
function written(
  isTTY: boolean | undefined,
  counts: readonly (readonly [number, number])[],
): readonly string[] {
  const texts: string[] = [];
  const bar = progressBar(
    { ...(isTTY !== undefined && { isTTY }), write: (text) => texts.push(text) },
    "asking github.com",
  );
  for (const [answered, expected] of counts) bar.show(answered, expected);
  bar.hide();
  bar.hide();
  return texts;
}

test("a long run shows its progress on a terminal, and removes it at the end", () => {
  expect(
    written(true, [
      [0, 40],
      [10, 40],
      [39, 40],
      [40, 40],
    ]),
  ).toStrictEqual([
    "\rasking github.com [--------------------] 0 of 40\u001b[K",
    "\rasking github.com [#####---------------] 10 of 40\u001b[K",
    "\rasking github.com [###################-] 39 of 40\u001b[K",
    "\rasking github.com [####################] 40 of 40\u001b[K",
    "\r\u001b[K",
  ]);
});

test.each<[string, boolean | undefined, number]>([
  ["a short run", true, 19],
  ["a run into a file", false, 40],
  ["a run into a pipe", undefined, 40],
])("%s shows nothing", (_, isTTY, count) => {
  expect(written(isTTY, [[1, count]])).toStrictEqual([]);
});
