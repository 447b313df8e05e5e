import { roleFile, workflowOf } from "../workflow/workflow-of";
import { BUILDX, closeClouds, cloudOf, failures, outputsOf, tagged } from "./support/workflow-runs";

const MAIN = "refs/heads/main";
const TWO_PLATFORMS = ["linux/amd64", "linux/arm64"];
const TWO_REGIONS = { regions: ["eu-west-1", "eu-central-1"] };

/** The newest version alone: the other tests run with all of them. */
const PLUGIN = BUILDX.at(-1) ?? "";

/** A second role of the account, which pulls. */
const PULLING = `
      - name: Pull
        trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web], access: pull }
        publish: false
`;

afterEach(closeClouds);

/** An access.yaml with the same role in two accounts. */
const TWO_ACCOUNTS = `
github:
  owner: acme
  owners: { acme: { id: 1, subject: immutable } }
  repositories: { web: { id: 2 } }
accounts:
${["123456789012", "210987654321"]
  .map(
    (id) => `  - id: "${id}"
    region: eu-west-1
    roles:
      - trust: [{ repository: web, branch: main }]
        ecr: { repositories: [web] }
        publish: false`,
  )
  .join("\n")}
`;

describe("several registries", () => {
  test.each([
    ["push", []],
    ["push-pull", []],
    ["push", TWO_PLATFORMS],
    ["push-pull", TWO_PLATFORMS],
  ])("an image is built once for two regions (access %s, platforms %j)", async (access, platforms) => {
    const yaml = roleFile({
      ecr: `repositories: [web], access: ${access}, region: [eu-west-1, eu-central-1]`,
    });
    const cloud = await cloudOf(yaml, PLUGIN, { web: { immutableExcept: ["latest", "buildcache*"] } });
    const registries = Object.values(cloud.registries);
    const { text } = workflowOf(yaml, { ...TWO_REGIONS, platforms, tags: ["commit", "latest"] });
    const sha = cloud.commit();
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect(outputsOf(await cloud.run(text, { ref: MAIN, sha }))).toStrictEqual({ digest });
    for (const registry of registries) {
      expect(await tagged(registry, "web")).toMatchObject({ [sha]: digest, latest: digest });
      expect(registry.refused).toStrictEqual([]);
    }
    expect(new Set(cloud.builds).size).toBe(Math.max(1, platforms.length));
  });

  test("an image is built once for two accounts", async () => {
    const cloud = await cloudOf(TWO_ACCOUNTS, PLUGIN, { web: "immutable" });
    const [first, second] = Object.values(cloud.registries);
    const { text } = workflowOf(
      TWO_ACCOUNTS,
      {},
      { account: "123456789012", furtherAccounts: ["210987654321"] },
    );
    const sha = cloud.commit();
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect(outputsOf(await cloud.run(text, { ref: MAIN, sha }))).toStrictEqual({ digest });
    for (const registry of [first, second]) {
      expect(registry && (await tagged(registry, "web"))).toStrictEqual({ [sha]: digest });
    }
  });

  test("a role pushes to the registry of another account", async () => {
    const yaml = roleFile({ ecr: 'repositories: [web], account: "210987654321"' });
    const cloud = await cloudOf(yaml, PLUGIN, { web: "immutable" });
    expect(Object.keys(cloud.registries)).toStrictEqual(["210987654321/eu-west-1"]);
    const { text } = workflowOf(yaml);
    const sha = cloud.commit();
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect(outputsOf(await cloud.run(text, { ref: MAIN, sha }))).toStrictEqual({ digest });
    expect(await tagged(cloud.registry, "web")).toStrictEqual({ [sha]: digest });
  });

  test("images of ECR Public are built once, too", async () => {
    const yaml = roleFile({ role: ["ecrPublic: { alias: acme, repositories: [site] }"] });
    const cloud = await cloudOf(yaml, PLUGIN);
    const registry = cloud.registries.public;
    if (registry === undefined) throw new Error("no public registry");
    // The host of ECR Public is on the internet.
    const text = workflowOf(yaml, { images: ["site"], tags: ["commit", "latest"] }).text.replaceAll(
      "public.ecr.aws",
      registry.host,
    );
    const sha = cloud.commit();
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect(outputsOf(await cloud.run(text, { ref: MAIN, sha }))).toStrictEqual({ digest });
    expect(await tagged(registry, "acme/site")).toStrictEqual({ [sha]: digest, latest: digest });
    expect(cloud.builds).toStrictEqual(["acme/site linux/amd64"]);
    expect(registry.refused).toStrictEqual([]);
  });

  test.each(["push", "push-pull"])("a re-run completes a region that failed (access %s)", async (access) => {
    const yaml = roleFile({
      ecr: `repositories: [web], access: ${access}, region: [eu-west-1, eu-central-1]`,
    });
    const cloud = await cloudOf(yaml, PLUGIN, { web: { immutableExcept: ["buildcache*"] } });
    const [first, second] = Object.values(cloud.registries);
    const { text } = workflowOf(yaml, TWO_REGIONS);
    const sha = cloud.commit();
    second?.revoked.add("ecr:PutImage");
    expect(failures(await cloud.run(text, { ref: MAIN, sha }))).toHaveLength(1);
    second?.revoked.clear();
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    for (const registry of [first, second]) {
      expect(registry && (await tagged(registry, "web"))).toMatchObject({ [sha]: digest });
    }
  });
});

describe("options of builds", () => {
  test.each([
    ["provenance", { provenance: "min" as const }],
    ["a bill of materials", { sbom: true }],
  ])("with %s, the run of a git tag promotes the same index", async (_, options) => {
    const yaml = roleFile({ trust: "{ repository: web, branch: main }, { repository: web, tag: v* }" });
    const cloud = await cloudOf(yaml, PLUGIN, { web: "immutable" });
    const { text } = workflowOf(yaml, options);
    const sha = cloud.commit();
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect((await cloud.registry.manifest("web", sha)).manifests).toHaveLength(2);
    expect(outputsOf(await cloud.run(text, { ref: "refs/tags/v1", sha }))).toStrictEqual({ digest });
    expect(await tagged(cloud.registry, "web")).toStrictEqual({ [sha]: digest, v1: digest });
  });

  test.each([[[]], [TWO_PLATFORMS]])(
    "an attested image gets its tags after the attestation, once (platforms %j)",
    async (platforms) => {
      const yaml = roleFile({});
      const cloud = await cloudOf(yaml, PLUGIN, { web: "immutable" });
      const { text } = workflowOf(yaml, { attest: true, platforms });
      const sha = cloud.commit();
      const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
      // The joined image of several platforms has no digest before it has a tag.
      const last = cloud.registry.pushed.at(-1)?.replace(/sha256:.*/, "DIGEST");
      expect(last).toBe(platforms.length === 0 ? `web:${sha}` : "web@DIGEST");
      const count = cloud.registry.pushed.length;
      expect(outputsOf(await cloud.run(text, { ref: MAIN, sha }))).toStrictEqual({ digest });
      expect(cloud.registry.pushed).toHaveLength(count);
    },
  );

  test("a reproducible image has the same digest each time it is built", async () => {
    const yaml = roleFile({});
    const cloud = await cloudOf(yaml, PLUGIN);
    const { text } = workflowOf(yaml, { reproducible: true, tags: ["latest"] });
    const sha = cloud.commit();
    const first = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    expect(outputsOf(await cloud.run(text, { ref: MAIN, sha }))).toStrictEqual(first);
    expect(cloud.builds).toHaveLength(2);
  });

  test.each([{}, { platforms: TWO_PLATFORMS }])(
    "a cache in an immutable repository does not fail the next commit (%j)",
    async (options) => {
      const yaml = roleFile({ ecr: "repositories: [web], access: push-pull" });
      const cloud = await cloudOf(yaml, PLUGIN, { web: "immutable" });
      const { text } = workflowOf(yaml, options);
      for (const sha of [cloud.commit(), cloud.commit()])
        outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    },
  );
});

test("a role that denies the token fails with the command that explains it", async () => {
  const yaml = roleFile({});
  const cloud = await cloudOf(yaml, PLUGIN);
  const run = await cloud.run(workflowOf(yaml).text, { ref: "refs/heads/it's", sha: cloud.commit() });
  const { log = "" } = run.jobs.push?.steps.find(({ name }) => name === "Explain a refused role") ?? {};
  expect(log).toMatch(/^::error::.*github-actions-ecr explain --repository acme\/web --branch it\\'s$/m);
});

test("a role with long sessions gets them", async () => {
  const yaml = roleFile({ role: ["maxSessionSeconds: 7200"] });
  const cloud = await cloudOf(yaml, PLUGIN);
  const { text } = workflowOf(yaml);
  expect(text).toContain("role-duration-seconds: 7200");
  outputsOf(await cloud.run(text, { ref: MAIN, sha: cloud.commit() }));
});

describe("triggers", () => {
  test("a job with an environment and any name pushes", async () => {
    const yaml = roleFile({
      trust: `{ repository: web, environment: "pro:d's \${{ x }}" }`,
      role: ["publish: { as: variables }"],
    });
    const cloud = await cloudOf(yaml, PLUGIN);
    const { text } = workflowOf(yaml, { branches: ["main"] });
    outputsOf(await cloud.run(text, { ref: MAIN, sha: cloud.commit() }));
  });

  test("a pull request of the repository pushes, one of a fork does nothing", async () => {
    const yaml = roleFile({
      trust: "{ repository: web, pullRequest: true }",
      role: ["acceptRisks: [{ rule: R09, reason: wanted }]"],
    });
    const cloud = await cloudOf(yaml, PLUGIN);
    const { text } = workflowOf(yaml);
    const runOf = (repository: string) =>
      cloud.run(text, {
        event: "pull_request",
        ref: "refs/pull/7/merge",
        sha: cloud.commit(),
        payload: { pull_request: { head: { repo: { full_name: repository } } } },
      });
    expect((await runOf("mona/web")).jobs.push?.result).toBe("skipped");
    expect(cloud.builds).toStrictEqual([]);
    outputsOf(await runOf("acme/web"));
    expect(cloud.builds).toStrictEqual(["web linux/amd64"]);
  });
});

describe("charts and files", () => {
  const chart = (version: string) => ({
    "chart/Chart.yaml": `apiVersion: v2\nname: web\nversion: ${version}\n`,
    "chart/templates/empty.yaml": "",
  });

  test("each version of a chart is pushed once", async () => {
    const yaml = roleFile({ ecr: "repositories: [web]" });
    const cloud = await cloudOf(yaml, PLUGIN, { web: "immutable" });
    const { text } = workflowOf(yaml, { kind: "helm", images: ["web=chart"] });
    const digests = [];
    for (const version of ["1.0.0", "1.0.0", "1.1.0+build.5", '"2.0"']) {
      const sha = cloud.commit(chart(version));
      digests.push(outputsOf(await cloud.run(text, { ref: MAIN, sha })).digest);
    }
    const [one, again, other, short] = digests;
    expect(again).toBe(one);
    expect(await tagged(cloud.registry, "web")).toStrictEqual({
      "1.0.0": one,
      "1.1.0_build.5": other,
      "2.0": short,
    });
    expect(cloud.registry.refused).toStrictEqual([]);
  });

  test("files are pushed once for each commit, and the run of a git tag promotes them", async () => {
    const yaml = roleFile({ trust: "{ repository: web, branch: main }, { repository: web, tag: v* }" });
    const cloud = await cloudOf(yaml, PLUGIN, { web: "immutable" });
    const { text } = workflowOf(yaml, { kind: "oci", images: ["web=services"] });
    const sha = cloud.commit();
    const { digest } = outputsOf(await cloud.run(text, { ref: MAIN, sha }));
    for (const ref of [MAIN, "refs/tags/v1"]) {
      expect(outputsOf(await cloud.run(text, { ref, sha }))).toStrictEqual({ digest });
    }
    expect(await tagged(cloud.registry, "web")).toStrictEqual({ [sha]: digest, v1: digest });
  });

  test.each([
    ["helm", "web=chart", ["1.0.0"], "1.0.0"],
    ["oci", "web=services", ["commit"], undefined],
  ] as const)("a role that pulls gets what another one pushed (%s)", async (kind, image, tags, version) => {
    const yaml = `${roleFile({})}${PULLING}`;
    const cloud = await cloudOf(yaml, PLUGIN);
    const sha = cloud.commit(chart("1.0.0"));
    const push = workflowOf(yaml, { kind, images: [image] }, { role: "GitHubActionsECRRole" });
    const pull = workflowOf(yaml, { kind, images: ["web"], tags }, { role: "Pull" });
    const before = await cloud.run(pull.text, { ref: MAIN, sha });
    expect(failures(before)).toHaveLength(1);
    outputsOf(await cloud.run(push.text, { ref: MAIN, sha }));
    outputsOf(await cloud.run(pull.text, { ref: MAIN, sha }));
    expect(cloud.registry.refused).toStrictEqual([]);
    expect(await cloud.registry.tags("web")).toStrictEqual([version ?? sha]);
  });
});
