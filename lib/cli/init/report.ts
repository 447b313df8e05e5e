import { configOption, escapeControlChars, shellWord } from "../output";
import type { Answers } from "./answers";
import type { Project } from "./project";
import type { Target } from "./target";

interface Step {
  readonly command: string;
  readonly why: string;
}

function nextSteps(
  { missing, clone }: Project,
  { owner, repository, account }: Answers,
  { folder, config }: Target,
): readonly Step[] {
  const option = configOption(config);
  return [
    ...(folder === "."
      ? []
      : [{ command: `cd ${shellWord(folder)}`, why: "the following commands run in this folder" }]),
    ...(clone === undefined
      ? []
      : [{ command: `npm pack ${shellWord(clone)}`, why: "packs the clone, for package.json to install" }]),
    ...installs(missing),
    {
      command: `npx github-actions-ecr resolve${option}`,
      why: `writes the ids of ${owner}/${repository} into ${config}. GITHUB_TOKEN needs a token that can read the repository`,
    },
    {
      command: `npx github-actions-ecr synth${option}`,
      why: "writes the Terraform JSON and prints what the role allows",
    },
    {
      command: 'npx cdktf deploy "*"',
      why: `deploys after your approval. Needs Terraform, AWS credentials for ${account}, and in GITHUB_TOKEN a token that can write secrets of ${owner}/${repository}`,
    },
  ];
}

/** At least one command, which also installs what package.json names. */
function installs(missing: Project["missing"]): readonly Step[] {
  const words = (wanted: string) =>
    missing.flatMap(({ section, name, range }) =>
      section === wanted ? [shellWord(`${name}@${range}`)] : [],
    );
  const commands = [
    ["npm install", ...words("dependencies")],
    ["npm install --save-dev", ...words("devDependencies")],
  ].filter(({ length }) => length > 1);
  if (commands.length === 0)
    return [{ command: "npm install", why: "installs the packages of package.json" }];
  return commands.map((command) => ({
    command: command.join(" "),
    why: "adds the packages that your package.json does not have",
  }));
}

/** For people: the files and the next steps. */
export function reportText(made: Project, answers: Answers, target: Target): string {
  const lines = [
    ...made.files.map(({ path }) => `wrote ${path}`),
    ...made.kept.map((path) => `kept ${path}`),
    "",
    "Next:",
    ...nextSteps(made, answers, target).flatMap(({ command, why }) => [`  ${command}`, `    ${why}`]),
  ];
  return lines.map((line) => `${escapeControlChars(line)}\n`).join("");
}

/** For machines: the same. */
export function reportJson(made: Project, answers: Answers, target: Target): string {
  const report = {
    files: made.files.map(({ path }) => path),
    kept: made.kept,
    next: nextSteps(made, answers, target),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
