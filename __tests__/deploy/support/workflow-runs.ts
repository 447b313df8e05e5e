import type { WorkflowRun } from "../../support/actions/run-workflow";
import type { EcrRegistry, Mutability } from "./ecr-registry";
import { buildxPlugins, type WorkflowCloud, workflowCloud } from "./workflow-cloud";

const PLUGINS = buildxPlugins();
/** The versions of buildx to test with: files of the plugin. Without one, each test says what is missing. */
export const BUILDX = PLUGINS.length === 0 ? ["no buildx"] : PLUGINS;

const clouds: WorkflowCloud[] = [];

/** Closes what a test started. */
export async function closeClouds(): Promise<void> {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.close()));
}

/** A cloud that `closeClouds` closes. @param mutabilities of ECR repositories. Default: mutable. */
export async function cloudOf(
  yaml: string,
  plugin: string,
  mutabilities: Readonly<Record<string, Mutability>> = {},
): Promise<WorkflowCloud> {
  const cloud = await workflowCloud(yaml, plugin);
  clouds.push(cloud);
  for (const { repositories } of Object.values(cloud.registries)) {
    for (const [name, mutability] of Object.entries(mutabilities)) repositories.set(name, mutability);
  }
  return cloud;
}

/** The failed steps of a run, with what they printed. */
export function failures({ jobs }: WorkflowRun): readonly string[] {
  return Object.entries(jobs).flatMap(([id, { steps }]) =>
    steps.filter(({ outcome }) => outcome === "failure").map(({ name, log }) => `${id}: ${name}: ${log}`),
  );
}

/** The outputs of the last job of a run without failures. */
export function outputsOf(run: WorkflowRun): Readonly<Record<string, string>> {
  expect(failures(run)).toStrictEqual([]);
  expect(run.result).toBe("success");
  return Object.values(run.jobs).at(-1)?.outputs ?? {};
}

/** The tags of a repository with the digest of each. */
export async function tagged(registry: EcrRegistry, repository: string) {
  const tags = await registry.tags(repository);
  return Object.fromEntries(
    await Promise.all(tags.map(async (tag) => [tag, await registry.digest(repository, tag)] as const)),
  );
}

/** The platforms of an index, sorted. */
export async function platformsOf(registry: EcrRegistry, repository: string, reference: string) {
  const { manifests = [] } = await registry.manifest(repository, reference);
  return manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`).sort();
}
