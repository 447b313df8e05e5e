import type { WorkflowRun } from "../support/actions/run-workflow";
import { roleFile, workflowOf } from "../workflow/workflow-of";
import type { Mutability } from "./support/ecr-registry";
import { buildxPlugins, type WorkflowCloud, workflowCloud } from "./support/workflow-cloud";

const MAIN = "refs/heads/main";
const PUSH = "repositories: [web]";
const PUSH_PULL = "repositories: [web], access: push-pull";

const PLUGINS = buildxPlugins();
const clouds: WorkflowCloud[] = [];

afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
});

async function cloudOf(
  yaml: string,
  plugin: string,
  mutabilities: Readonly<Record<string, Mutability>> = {},
): Promise<WorkflowCloud> {
  const cloud = await workflowCloud(yaml, plugin);
  clouds.push(cloud);
  for (const [name, mutability] of Object.entries(mutabilities))
    cloud.registry.repositories.set(name, mutability);
  return cloud;
}

/** The failed steps of a run, with what they printed. */
function failures({ jobs }: WorkflowRun): readonly string[] {
  return Object.entries(jobs).flatMap(([id, { steps }]) =>
    steps.filter(({ outcome }) => outcome === "failure").map(({ name, log }) => `${id}: ${name}: ${log}`),
  );
}

/** The outputs of the last job of a run without failures. */
function outputsOf(run: WorkflowRun): Readonly<Record<string, string>> {
  expect(failures(run)).toStrictEqual([]);
  expect(run.result).toBe("success");
  return Object.values(run.jobs).at(-1)?.outputs ?? {};
}

describe.each(PLUGINS.length === 0 ? ["no buildx"] : PLUGINS)("with %s", (plugin) => {
  describe.each<[string, string, Mutability]>([
    ["push", PUSH, "mutable"],
    ["push", PUSH, "immutable"],
    ["push-pull", PUSH_PULL, "mutable"],
  ])("with access %s", (_, ecr, mutability) => {
    test(`each commit is built once, and a re-run finds its image (tags are ${mutability})`, async () => {
      const yaml = roleFile({ ecr });
      const cloud = await cloudOf(yaml, plugin, { web: mutability });
      const { text } = workflowOf(yaml);
      const [first, second] = [cloud.commit(), cloud.commit()];
      const digests = [];
      for (const sha of [first, second, first]) {
        const run = await cloud.run(text, { ref: MAIN, sha });
        const { digest = "" } = outputsOf(run);
        expect(run.jobs.push?.summary).toBe(`- web@${digest}\n`);
        digests.push(digest);
      }
      expect(digests).toStrictEqual([digests[0], expect.not.stringMatching(digests[0] ?? ""), digests[0]]);
      expect(cloud.builds).toStrictEqual(["web linux/amd64", "web linux/amd64"]);
      expect(await cloud.registry.digest("web", first)).toBe(digests[0]);
      expect(await cloud.registry.digest("web", second)).toBe(digests[1]);
      expect(cloud.registry.refused).toStrictEqual([]);
    });
  });
});
