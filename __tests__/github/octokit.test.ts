import { setTimeout } from "node:timers/promises";
import { inParallel } from "../../lib/github/octokit";

test("results are in the order of the tasks, with eight tasks in parallel", async () => {
  let [open, most] = [0, 0];
  const tasks = Array.from({ length: 30 }, (_, index) => index);
  const results = await inParallel(tasks, async (task) => {
    most = Math.max(most, ++open);
    await setTimeout((task * 7) % 5);
    open--;
    return task * 2;
  });

  expect(results).toStrictEqual(tasks.map((task) => task * 2));
  expect(most).toBe(8);
});

test("no tasks give no results", async () => {
  expect(await inParallel([], async () => 1)).toStrictEqual([]);
});

test("rejects with the first failure, and starts no further task", async () => {
  const begun: number[] = [];
  const tasks = Array.from({ length: 100 }, (_, index) => index);
  const run = inParallel(tasks, async (task) => {
    begun.push(task);
    await setTimeout(1);
    if (task === 3) throw new RangeError("three");
  });

  await expect(run).rejects.toThrow(new RangeError("three"));
  await setTimeout(20);
  expect(begun.length).toBeLessThan(20);
});
