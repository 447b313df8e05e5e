import { roleFile, workflowOf } from "../workflow/workflow-of";
import type { Mutability } from "./support/ecr-registry";
import {
  BUILDX,
  closeClouds,
  cloudOf,
  failures,
  outputsOf,
  platformsOf,
  tagged,
} from "./support/workflow-runs";

const MAIN = "refs/heads/main";
const V1 = "refs/tags/v1";
const BRANCH_AND_TAGS = "{ repository: web, branch: main }, { repository: web, tag: v* }";
const PUSH = "repositories: [web]";
const PUSH_PULL = "repositories: [web], access: push-pull";
const TWO_PLATFORMS = ["linux/amd64", "linux/arm64"];

afterEach(closeClouds);

describe.each(BUILDX)("with %s", (plugin) => {
  test.each<[string, Mutability]>([
    [PUSH, "mutable"],
    [PUSH, "immutable"],
    [PUSH_PULL, "mutable"],
  ])("each commit is built once, and a re-run finds its image (%s, tags are %s)", async (ecr, mutability) => {
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
    const [one, two, again] = digests;
    expect(one).not.toBe(two);
    expect(again).toBe(one);
    expect(await tagged(cloud.registry, "web")).toMatchObject({ [first]: one, [second]: two });
    expect(cloud.builds).toStrictEqual(["web linux/amd64", "web linux/amd64"]);
    expect(cloud.registry.refused).toStrictEqual([]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [PUSH, [], ["web linux/amd64"]],
    [PUSH_PULL, [], ["web linux/amd64"]],
    [PUSH, TWO_PLATFORMS, ["web linux/amd64", "web linux/arm64"]],
    [PUSH_PULL, TWO_PLATFORMS, ["web linux/amd64", "web linux/arm64"]],
  ])(
    "the run of a git tag promotes the image of its commit (%s, platforms %j)",
    async (ecr, platforms, builds) => {
      const yaml = roleFile({ ecr, trust: BRANCH_AND_TAGS });
      const cloud = await cloudOf(yaml, plugin);
      const { text } = workflowOf(yaml, { platforms });
      const sha = cloud.commit();
      const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
      // The tags of a release never move, even if its run is repeated.
      for (const pushed of [1, 0]) {
        const before = cloud.registry.pushed.length;
        if (pushed === 1) cloud.registry.repositories.set("web", "immutable");
        expect(outputsOf(await cloud.run(text, { ref: V1, sha }))).toStrictEqual({ digest });
        expect(cloud.registry.pushed.slice(before)).toStrictEqual(pushed === 1 ? ["web:v1"] : []);
      }
      expect(await tagged(cloud.registry, "web")).toMatchObject({ [sha]: digest, v1: digest });
      expect(cloud.builds).toStrictEqual(builds);
      expect(cloud.registry.refused).toStrictEqual([]);
    },
  );

  test.each([
    [PUSH, []],
    [PUSH_PULL, TWO_PLATFORMS],
  ])("the run of a git tag builds a commit without an image (%s, platforms %j)", async (ecr, platforms) => {
    const yaml = roleFile({ ecr, trust: BRANCH_AND_TAGS });
    const cloud = await cloudOf(yaml, plugin, { web: ecr === PUSH ? "immutable" : "mutable" });
    const sha = cloud.commit();
    const run = await cloud.run(workflowOf(yaml, { platforms }).text, { ref: V1, sha });
    const { digest } = outputsOf(run);
    expect(await tagged(cloud.registry, "web")).toMatchObject({ [sha]: digest, v1: digest });
    expect(cloud.builds).toHaveLength(Math.max(1, platforms.length));
  });

  test.each([PUSH, PUSH_PULL])("several platforms are one image with one digest (%s)", async (ecr) => {
    const yaml = roleFile({
      ecr: ecr.replace("[web]", "[web, team/api]"),
      role: ["publish: { as: secrets }"],
    });
    const cloud = await cloudOf(
      yaml,
      plugin,
      ecr === PUSH ? { web: "immutable", "team/api": "immutable" } : {},
    );
    const images = ["web", "team/api=services/api"];
    const { text } = workflowOf(yaml, { images, platforms: TWO_PLATFORMS });
    const sha = cloud.commit();
    const first = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect(Object.keys(first)).toStrictEqual(["digest-web", "digest-team-api"]);
    expect(await tagged(cloud.registry, "web")).toMatchObject({ [sha]: first["digest-web"] });
    expect(await tagged(cloud.registry, "team/api")).toMatchObject({ [sha]: first["digest-team-api"] });
    for (const repository of ["web", "team/api"]) {
      expect(await platformsOf(cloud.registry, repository, sha)).toStrictEqual(TWO_PLATFORMS);
    }
    expect(outputsOf(await cloud.run(text, { ref: MAIN, sha }))).toStrictEqual(first);
    expect([...cloud.builds].sort()).toStrictEqual(
      ["team/api", "web"].flatMap((name) => TWO_PLATFORMS.map((platform) => `${name} ${platform}`)),
    );
    expect(cloud.registry.refused).toStrictEqual([]);
  });
});

describe("with the newest buildx", () => {
  const plugin = BUILDX.at(-1) ?? "";

  test("a platform that fails leaves the commit without a tag, and a re-run completes it", async () => {
    const yaml = roleFile({ ecr: PUSH });
    const cloud = await cloudOf(yaml, plugin);
    const { text } = workflowOf(yaml, { platforms: TWO_PLATFORMS });
    const sha = cloud.commit();
    cloud.failBuilds("linux/arm64");
    const failed = await cloud.run(text, { ref: MAIN, sha });
    expect(failed.result).toBe("failure");
    expect(failed.jobs.push?.result).toBe("skipped");
    expect(await cloud.registry.tags("web")).toStrictEqual([]);
    cloud.failBuilds(undefined);
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect(await tagged(cloud.registry, "web")).toStrictEqual({ [sha]: digest });
  });

  test("latest moves to each new commit, where the repository lets it", async () => {
    const yaml = roleFile({});
    const cloud = await cloudOf(yaml, plugin, { web: { immutableExcept: ["latest"] } });
    const { text } = workflowOf(yaml, { tags: ["commit", "latest"] });
    const [first, second] = [cloud.commit(), cloud.commit()];
    const one = outputsOf(await cloud.run(text, { ref: MAIN, sha: first }));
    const two = outputsOf(await cloud.run(text, { ref: MAIN, sha: second }));
    const repeated = outputsOf(await cloud.run(text, { ref: MAIN, sha: second }));
    expect(repeated).toStrictEqual(two);
    expect(await tagged(cloud.registry, "web")).toStrictEqual({
      [first]: one.digest,
      [second]: two.digest,
      latest: two.digest,
    });
    expect(cloud.builds).toHaveLength(2);
  });

  test("a tag that must not move fails the run with the reason, and the commit's image stays", async () => {
    const yaml = roleFile({});
    const cloud = await cloudOf(yaml, plugin, { web: "immutable" });
    const { text } = workflowOf(yaml, { tags: ["commit", "latest"] });
    const [first, second] = [cloud.commit(), cloud.commit()];
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha: first }));
    const run = await cloud.run(text, { ref: MAIN, sha: second });
    expect(failures(run)).toStrictEqual([
      expect.stringMatching(/^push: Tag web: [\s\S]*the tag is immutable/),
    ]);
    expect(await tagged(cloud.registry, "web")).toStrictEqual({
      [first]: digest,
      [second]: expect.any(String),
      latest: digest,
    });
  });

  test.each([
    ["with a slash", "feature/a+b", "feature-a-b"],
    ["that is an image tag", "main", "main"],
    ["that starts with a #, and has an umlaut", "#7-\u00fcber", "_7---ber"],
    ["of 200 characters", "y".repeat(200), "y".repeat(128)],
  ])("the name of a branch %s is made an image tag", async (_, branch, tag) => {
    const yaml = roleFile({
      trust: "{ repository: web, branch: '*' }",
      role: ["acceptRisks: [{ rule: R10, reason: wanted }]"],
    });
    const cloud = await cloudOf(yaml, plugin);
    const sha = cloud.commit();
    const run = await cloud.run(workflowOf(yaml, { tags: ["commit", "branch"] }).text, {
      ref: `refs/heads/${branch}`,
      sha,
    });
    const { digest } = outputsOf(run);
    expect(await tagged(cloud.registry, "web")).toStrictEqual({ [sha]: digest, [tag]: digest });
  });

  test.each([
    ["ecr:BatchGetImage", "Find the image of this commit in web"],
    ["ecr:PutImage", "Build web"],
    ["ecr:InitiateLayerUpload", "Build web"],
  ])("without %s, the run fails in the step %s and says so", async (action, step) => {
    const yaml = roleFile({});
    const cloud = await cloudOf(yaml, plugin);
    cloud.registry.revoked.add(action);
    const run = await cloud.run(workflowOf(yaml).text, { ref: MAIN, sha: cloud.commit() });
    expect(failures(run)).toStrictEqual([
      expect.stringMatching(new RegExp(`^push: ${step}: [\\s\\S]*(?:${action}|403 Forbidden)`)),
    ]);
    expect(await cloud.registry.tags("web")).toStrictEqual([]);
  });

  test("a repository that does not exist fails the run with the reason", async () => {
    const yaml = roleFile({});
    const cloud = await cloudOf(yaml, plugin);
    cloud.registry.repositories.delete("web");
    const run = await cloud.run(workflowOf(yaml).text, { ref: MAIN, sha: cloud.commit() });
    expect(failures(run)).toStrictEqual([
      expect.stringContaining("The repository with name 'web' does not exist"),
    ]);
  });

  test("a job that the role does not trust does nothing", async () => {
    const yaml = roleFile({});
    const cloud = await cloudOf(yaml, plugin);
    const run = await cloud.run(workflowOf(yaml).text, { ref: "refs/heads/other", sha: cloud.commit() });
    expect(failures(run)).toStrictEqual([
      expect.stringContaining("Not authorized to perform sts:AssumeRoleWithWebIdentity"),
    ]);
    expect(cloud.builds).toStrictEqual([]);
  });

  test("a caller gets the digest of the reusable workflow that the role trusts", async () => {
    const called = "acme/ci/.github/workflows/push.yml@refs/heads/main";
    const yaml = roleFile({
      trust: `{ repository: web, branch: main, claims: { jobWorkflowRef: ${called} } }`,
    });
    const cloud = await cloudOf(yaml, plugin);
    const workflows = { [called]: workflowOf(yaml, { event: "workflow_call" }).text };
    const sha = cloud.commit();
    const run = await cloud.run(workflowOf(yaml).text, { ref: MAIN, sha, workflows });
    expect(await tagged(cloud.registry, "web")).toStrictEqual({ [sha]: outputsOf(run).digest });
  });
});
