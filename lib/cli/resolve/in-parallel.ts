/** Below the number of parallel requests at which GitHub answers with a secondary rate limit. */
const AT_ONCE = 8;

/** The results of tasks in their order. After a failure, no further task starts. */
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
