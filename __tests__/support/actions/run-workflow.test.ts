import { type Action, type RunOptions, StepFailure } from "./run-step";
import { runWorkflow } from "./run-workflow";

const RUN: RunOptions = {
  event: "push",
  payload: { number: 7 },
  ref: "refs/heads/main",
  sha: "0a1b2c",
  repository: "acme/web",
  workflowRef: "acme/web/.github/workflows/push.yml@refs/heads/main",
  actions: {},
  runner: () => ({ PATH: process.env.PATH }),
};

/** A workflow with one job of these steps. */
function stepsOf(...steps: readonly string[]): string {
  return ["on: { push: }", "jobs:", "  job:", "    steps:", ...steps.map((step) => `      - ${step}`)].join(
    "\n",
  );
}

async function job(text: string, options: Partial<RunOptions> = {}) {
  const { jobs } = await runWorkflow(text, { ...RUN, ...options });
  const only = jobs.job;
  if (only === undefined) throw new Error("no job");
  return only;
}

/** The outcome of each step of a job, and its log. */
async function outcomes(...steps: readonly string[]) {
  return (await job(stepsOf(...steps))).steps.map(({ outcome, log }) => `${outcome} ${log}`.trim());
}

test.each([
  ["a command behind a failing one does not run", "run: 'false; echo later'", "failure"],
  ["a pipe ends as its last command does", "run: 'false | cat; echo later'", "success later"],
  [
    "with shell: bash a failing command fails the pipe",
    "{ shell: bash, run: 'false | cat; echo later' }",
    "failure",
  ],
  ["an unset variable is empty", 'run: echo "[$NOT_SET]"', "success []"],
  [
    "the variables of GitHub are set",
    "run: echo $GITHUB_SHA $GITHUB_REF_NAME $GITHUB_REF_TYPE $CI",
    "success 0a1b2c main branch true",
  ],
  [
    "the payload of the event is there",
    `run: echo \${{ github.event.number }} \${{ github.event.repository.default_branch }}`,
    "success 7 main",
  ],
  [
    "expressions are in the text before bash sees it",
    `run: echo \${{ format('{0}/{1}', github.repository, 'x') }}`,
    "success acme/web/x",
  ],
])("%s", async (_, step, expected) => {
  expect(await outcomes(step)).toStrictEqual([expected]);
});

test.each([
  ["name=value", { name: "value" }],
  ["a=b=c", { a: "b=c" }],
  ["list<<END\\na\\nb=c\\nEND\\nx=y", { list: "a\nb=c", x: "y" }],
  ["empty=", { empty: "" }],
])("outputs are read from %s", async (text, expected) => {
  const { steps } = await job(stepsOf(`run: printf '${text}\\n' >> "$GITHUB_OUTPUT"`));
  expect(steps[0]?.outputs).toStrictEqual(expected);
});

test.each([
  ["a page of text", "digest=Name web\\nMediaType x", "Invalid format 'MediaType x'"],
  ["a value without a name", "=x", "Invalid format '=x'"],
  ["a delimiter that is not closed", "a<<END\\nb", "Invalid value. Matching delimiter not found 'END'"],
])("rejects the output %s", async (_, text, expected) => {
  expect(await outcomes(`run: printf '${text}\\n' >> "$GITHUB_OUTPUT"`)).toStrictEqual([
    `failure ${expected}`,
  ]);
});

test("a failed step skips the later ones but those with always() or failure()", async () => {
  const results = await outcomes(
    "run: 'false'",
    "run: echo skipped",
    "{ if: always(), run: echo always }",
    "{ if: failure(), run: echo failed }",
    "{ if: 'true', run: echo skipped }",
  );
  expect(results).toStrictEqual(["failure", "skipped", "success always", "success failed", "skipped"]);
});

test("a step that may fail keeps its outcome, and the job succeeds", async () => {
  const { result, steps } = await job(
    stepsOf(
      "{ id: a, run: 'exit 3', continue-on-error: true }",
      `run: echo \${{ steps.a.outcome }} \${{ steps.a.conclusion }}`,
    ),
  );
  expect([result, ...steps.map(({ log }) => log)]).toStrictEqual(["success", "", "failure success\n"]);
});

test("variables come from the step, then from earlier steps, the job and the workflow", async () => {
  const text = `
on: { push: }
env: { A: workflow, B: workflow, C: workflow, D: workflow }
jobs:
  job:
    env: { B: job, C: job, D: job }
    steps:
      - run: printf 'C=earlier\\nD=earlier\\n' >> "$GITHUB_ENV"
      - { env: { D: step }, run: 'echo $A $B $C $D \${{ env.D }}' }
`;
  expect((await job(text)).steps[1]?.log).toBe("workflow job earlier step step\n");
});

test("outputs go from job to job, without those that contain a secret or a mask", async () => {
  const text = `
on: { push: }
jobs:
  a:
    outputs: { plain: x, secret: "\${{ secrets.ID }}.dkr", mask: "host:1/x" }
    steps: []
  b:
    needs: a
    steps:
      - run: echo "[\${{ needs.a.outputs.plain }}\${{ needs.a.outputs.secret }}\${{ needs.a.outputs.mask }}]"
`;
  const { jobs } = await runWorkflow(text, { ...RUN, secrets: { ID: "1234", EMPTY: "" }, masks: ["host:1"] });
  expect(jobs.b?.steps[0]?.log).toBe("[x]\n");
});

test("a job after a failed or skipped one is skipped, unless its condition says otherwise", async () => {
  const text = `
on: { push: }
jobs:
  a: { steps: [{ run: "false" }] }
  b: { needs: a, steps: [{ run: "true" }] }
  c: { needs: [b], steps: [{ run: "true" }] }
  d: { needs: [a, b], if: always(), steps: [{ run: "echo \${{ needs.a.result }} \${{ needs.b.result }}" }] }
`;
  const { result, jobs } = await runWorkflow(text, RUN);
  expect([result, ...Object.values(jobs).map((each) => each.result)]).toStrictEqual([
    "failure",
    "failure",
    "skipped",
    "skipped",
    "success",
  ]);
  expect(jobs.d?.steps[0]?.log).toBe("failure skipped\n");
});

const CALLED = `
on:
  workflow_call:
    inputs:
      tag: { type: string, default: latest }
      dry: { type: boolean }
    secrets:
      ID: { required: true }
    outputs:
      digest: { value: "\${{ jobs.inner.outputs.digest }}" }
jobs:
  inner:
    outputs: { digest: "sha-\${{ inputs.tag }}" }
    steps:
      - { if: "!inputs.dry", run: echo "$ID", env: { ID: "\${{ secrets.ID }}" } }
`;
const caller = (rest: string) => `
on: { push: }
jobs:
  call:
    uses: acme/ci/.github/workflows/push.yml@v1
${rest}
  after:
    needs: call
    steps:
      - run: echo \${{ needs.call.outputs.digest }}
`;
const WORKFLOWS = { "acme/ci/.github/workflows/push.yml@refs/tags/v1": CALLED };

test("a reusable workflow runs with the values that the caller passes", async () => {
  const text = caller(`    with: { tag: v2 }\n    secrets: { ID: "\${{ secrets.X }}" }`);
  const { jobs } = await runWorkflow(text, { ...RUN, workflows: WORKFLOWS, secrets: { X: "7" } });
  expect(Object.keys(jobs)).toStrictEqual(["call/inner", "call", "after"]);
  expect(jobs["call/inner"]?.steps[0]?.log).toBe("7\n");
  expect(jobs.after?.steps[0]?.log).toBe("sha-v2\n");
});

test.each([
  ["a secret is missing", "    with: { tag: v2 }", "secrets missing or not declared: ID"],
  [
    "an input is not declared",
    "    secrets: inherit\n    with: { x: y }",
    "inputs missing or not declared: x",
  ],
])("rejects a call if %s", async (_, rest, message) => {
  await expect(runWorkflow(caller(rest), { ...RUN, workflows: WORKFLOWS })).rejects.toThrow(message);
});

test("an action gets its inputs and the job's rights, and gives outputs and variables", async () => {
  const calls: object[] = [];
  const action: Action = ({ inputs, env, environment, permissions }) => {
    calls.push({ inputs, env, environment, permissions });
    return { outputs: { y: "out" }, env: { Z: "zed" } };
  };
  const text = `
on: { push: }
permissions: { contents: read }
jobs:
  job:
    environment: \${{ 'prod' }}
    steps:
      - { id: a, uses: acme/x@v1, with: { n: 1, t: "\${{ github.sha }}" } }
      - { uses: acme/fails@v1, continue-on-error: true }
      - run: echo \${{ steps.a.outputs.y }} $Z
`;
  const fails: Action = () => {
    throw new StepFailure("no");
  };
  const { steps } = await job(text, { actions: { "acme/x": action, "acme/fails": fails } });
  expect(calls).toStrictEqual([
    { inputs: { n: "1", t: "0a1b2c" }, env: {}, environment: "prod", permissions: { contents: "read" } },
  ]);
  expect(steps.map(({ outcome, log }) => `${outcome} ${log}`)).toStrictEqual([
    "success ",
    "failure no",
    "success out zed\n",
  ]);
});

test("a matrix runs a job for each of its values, and fails if one of them fails", async () => {
  const text = `
on: { push: }
jobs:
  list: { outputs: { all: '[{"n":"a"},{"n":"b"}]' }, steps: [] }
  each:
    needs: list
    strategy: { fail-fast: false, matrix: { x: "\${{ fromJSON(needs.list.outputs.all) }}" } }
    name: each \${{ matrix.x.n }}
    steps: [{ run: "echo \${{ matrix.x.n }}; test \${{ matrix.x.n }} = b" }]
  after: { needs: each, steps: [] }
`;
  const { jobs } = await runWorkflow(text, RUN);
  expect(Object.entries(jobs).map(([id, { result, steps }]) => [id, result, steps[0]?.log])).toStrictEqual([
    ["list", "success", undefined],
    ["each/each a", "failure", "a\n"],
    ["each/each b", "success", "b\n"],
    ["each", "failure", undefined],
    ["after", "skipped", undefined],
  ]);
});

test("a job after a skipped one runs if its condition says so, and not after a failed one", async () => {
  const chain = (first: string) => `
on: { push: }
jobs:
  a: { if: ${first}, steps: [{ run: "false" }] }
  b: { needs: a, steps: [{ run: "true" }] }
  c: { needs: b, if: "!failure() && !cancelled()", steps: [] }
`;
  const results = async (first: string) =>
    Object.values((await runWorkflow(chain(first), RUN)).jobs).map(({ result }) => result);
  expect(await results("false")).toStrictEqual(["skipped", "skipped", "success"]);
  expect(await results("true")).toStrictEqual(["failure", "skipped", "skipped"]);
});

test("the summary of a job has the texts of its steps", async () => {
  const step = (text: string) => `run: echo ${text} >> "$GITHUB_STEP_SUMMARY"`;
  expect((await job(stepsOf(step("a"), step("b")))).summary).toBe("a\nb\n");
});

test.each([
  [
    "an event that does not start it",
    stepsOf("run: x").replace("push", "schedule"),
    "does not start on push",
  ],
  ["a key that it does not know", stepsOf("{ run: x, retries: 3 }"), "retries"],
  [
    "an included combination of a matrix",
    "on: { push: }\njobs: { job: { strategy: { matrix: { include: [{ a: 1 }] } }, steps: [] } }",
    "include and exclude are not supported",
  ],
  [
    "an empty matrix",
    `on: { push: }\njobs: { job: { strategy: { matrix: { a: "\${{ fromJSON('[]') }}" } }, steps: [] } }`,
    "the matrix has no values of a",
  ],
  ["an unknown shell", stepsOf("{ run: x, shell: python }"), "no command for the shell python"],
  ["an unknown action", stepsOf("uses: acme/x@v1"), "no behaviour of the action acme/x"],
  [
    "a job that nothing reaches",
    "on: { push: }\njobs: { job: { needs: x, steps: [] } }",
    "needs that cannot be met: job",
  ],
  ["a context that is not there", stepsOf(`run: echo \${{ matrix.x }}`), "matrix"],
])("rejects %s", async (_, text, message) => {
  await expect(runWorkflow(text, RUN)).rejects.toThrow(message);
});
