import { configOption, shellWord } from "../output/shell-text";
import { shownText } from "../output/shown-text";
import type { Answers } from "./answers";
import type { Project } from "./project";
import type { Target } from "./target";

/** What to do next, and why. */
interface Step {
  readonly command: string;
  readonly why: string;
}

function nextSteps(
  { lacks }: Project,
  { owner, repository, account }: Answers,
  { folder, config }: Target,
): readonly Step[] {
  const option = configOption(config);
  return [
    ...(folder === "." ? [] : [{ command: `cd ${shellWord(folder)}`, why: "all of it happens there" }]),
    ...installs(lacks),
    {
      command: `npx github-actions-ecr resolve${option}`,
      why: `writes GitHub's ids into ${config}, which a repository made, renamed or transferred after 2026-07-15 needs; with a token in GITHUB_TOKEN that may read ${owner}/${repository}`,
    },
    {
      command: `npx github-actions-ecr synth${option}`,
      why: "writes the Terraform JSON, and says what it gives to whom",
    },
    {
      command: 'npx cdktf deploy "*"',
      why: `asks, and makes it, with Terraform, AWS credentials for ${account}, and a token in GITHUB_TOKEN that may write secrets of ${owner}/${repository}`,
    },
  ];
}

/** One step at least: it installs what package.json names, too. */
function installs(lacks: Project["lacks"]): readonly Step[] {
  const words = (wanted: string) =>
    lacks.flatMap(({ section, name, range }) => (section === wanted ? [shellWord(`${name}@${range}`)] : []));
  const commands = [
    ["npm install", ...words("dependencies")],
    ["npm install --save-dev", ...words("devDependencies")],
  ].filter(({ length }) => length > 1);
  if (commands.length === 0) return [{ command: "npm install", why: "installs what package.json names" }];
  return commands.map((command) => ({
    command: command.join(" "),
    why: "installs what the package.json that is there does not name",
  }));
}

/** For people: what was written, what was left, and the next steps. */
export function reportText(made: Project, answers: Answers, target: Target): string {
  const lines = [
    ...made.files.map(({ path }) => `wrote ${path}`),
    ...made.kept.map((path) => `kept ${path}`),
    "",
    "Next:",
    ...nextSteps(made, answers, target).flatMap(({ command, why }) => [`  ${command}`, `    ${why}`]),
  ];
  return lines.map((line) => `${shownText(line)}\n`).join("");
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
