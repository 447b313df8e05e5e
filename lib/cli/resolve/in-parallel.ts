/** As many requests at once as GitHub takes from one token without a word. */
const AT_ONCE = 8;

/** The results of tasks in their order. After one that fails, no other is begun. */
export async function inParallel<Task, Result>(
  tasks: readonly Task[],
  result: (task: Task) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const rest = tasks.entries();
  let hasFailed = false;
  async function worker(): Promise<void> {
    for (const [index, task] of rest) {
      if (hasFailed) return;
      try {
        results[index] = await result(task);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
