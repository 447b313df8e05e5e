import { readdirSync } from "node:fs";
import { join } from "node:path";
import { lintLines } from "./actionlint";
import { shellcheckLines, zizmorFindings } from "./linters";
import { MATRIX } from "./matrix";
import { BLOCKS, ROOT, text } from "./samples";
import { answerTo, workflowOf } from "./workflow-of";

/** Every workflow of the project: generated, committed, and in the pages. */
const WORKFLOWS: readonly (readonly [title: string, text: string])[] = [
  ...MATRIX.map(
    ({ title, yaml, request, role }) =>
      [`the workflow of ${title}`, workflowOf(yaml, request, role).text] as const,
  ),
  ...[
    ...readdirSync(join(ROOT, ".github", "workflows")).map((name) => join(".github", "workflows", name)),
    ...readdirSync(join(ROOT, "examples"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith("workflow.yml"))
      .map((path) => join("examples", path)),
  ].map((path) => [path, text(path)] as const),
  ...BLOCKS.filter((block) => /^on:$/m.test(block)).map(
    (block, index) => [`workflow ${index + 1} of the pages`, block] as const,
  ),
];

const FINDINGS = zizmorFindings(
  WORKFLOWS.map(([, workflow]) => workflow),
  "regular",
);

test("workflows of all kinds are in the table", () => {
  const titles = WORKFLOWS.map(([title]) => title).join("\n");
  for (const part of [
    "examples/pipeline/",
    "ci.yml",
    "of the pages",
    "access pull,",
    "linux/arm64",
    "release",
  ]) {
    expect(titles).toContain(part);
  }
});

test.each(WORKFLOWS)("actionlint and zizmor find nothing in %s", async (title, workflow) => {
  const zizmor = FINDINGS[WORKFLOWS.findIndex(([other]) => other === title)]?.map(({ text: line }) => line);
  expect({ workflow, actionlint: await lintLines(workflow), zizmor }).toStrictEqual({
    workflow,
    actionlint: [],
    zizmor: [],
  });
});

test("docs/guide/workflows.md lists what zizmor reports at its strictest level, and nothing else", () => {
  const [, section = ""] = /^## Linters$([\s\S]*)/m.exec(text("docs", "guide", "workflows.md")) ?? [];
  const listed = [...section.matchAll(/^\| `([\w-]+)` /gm)].map(([, audit = ""]) => audit);
  const generated = WORKFLOWS.slice(0, MATRIX.length).map(([, workflow]) => workflow);
  const found = zizmorFindings(generated, "auditor").flatMap((each) => each.map(({ audit }) => audit));
  expect(listed.sort()).toStrictEqual([...new Set(found)].sort());
});

test("shellcheck finds nothing in the scripts of all workflows", () => {
  expect(shellcheckLines(WORKFLOWS.map(([, workflow]) => workflow))).toStrictEqual([]);
});

const SAMPLE = answerTo(text("access.yaml"));
const PUSH = SAMPLE.kind === "written" ? SAMPLE.text : "";

test("actionlint does find a mistake", async () => {
  expect(await lintLines(PUSH.replace("steps.ecr.", "steps.ecs."))).toStrictEqual([
    expect.stringContaining('property "ecs" is not defined'),
  ]);
});

test("shellcheck does find a mistake", () => {
  const workflow = PUSH.replace(/run: echo "\$IMAGES"/, "run: echo $IMAGES");
  expect(shellcheckLines([workflow])).toStrictEqual([
    expect.stringContaining("Double quote to prevent globbing"),
  ]);
});

test.each([
  ["a token that stays in the checkout", [/\n +with:\n +persist-credentials: false/, ""], "artipacked"],
  ["an action without a commit", [/(uses: actions\/checkout)@\S+/, "$1@v7"], "unpinned-uses"],
  [
    "a branch's name in a script",
    [/run: echo .*/, `run: echo \${{ github.head_ref }}`],
    "template-injection",
  ],
  [
    "every permission",
    ["permissions:\n      contents: read\n      id-token: write", "permissions: write-all"],
    "excessive-permissions",
  ],
] as const)("zizmor does find %s", (_, [given, replacement], audit) => {
  const workflow = PUSH.replace(given, replacement);
  expect(workflow).not.toBe(PUSH);
  const found = zizmorFindings([PUSH, workflow], "regular");
  expect(found.map((each) => each.map((finding) => finding.audit))).toStrictEqual([[], [audit]]);
});
