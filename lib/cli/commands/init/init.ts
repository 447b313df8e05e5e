import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError } from "../../../config/problem";
import { knownPartition } from "../../../policy/partition";
import { writeFile } from "../../files";
import { escapeControlChars, shellWord } from "../../output";
import { type CommandResult, EXIT } from "../../run-command";
import {
  type Answers,
  answered,
  asking,
  type Flags,
  isAnswered,
  missingFlags,
  type Terminal,
  wrongFlags,
} from "./answers";
import type { Tarball } from "./manifest";
import { configOption, type Project, project, type Target, targetProblems } from "./project";

export interface InitOptions extends Target, Flags {
  readonly json: boolean;
}

/**
 * Writes a first access.yaml and the files of a CDKTF project. Everything is checked before the first file is written.
 * @throws ConfigError with every problem.
 */
export async function init(options: InitOptions, terminal: Terminal): Promise<CommandResult> {
  const answers = await answersOf(options, terminal);
  const made = project(answers, options);
  for (const { path, content } of made.files) {
    const file = resolve(options.cwd, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFile(file, content);
  }
  const report = options.json ? reportJson : reportText;
  return { exit: EXIT.done, output: report(made, answers, options) };
}

/** Checks first, so that no one answers questions in vain. */
async function answersOf(options: InitOptions, terminal: Terminal): Promise<Answers> {
  const isAsked = isAnswered(terminal);
  const problems = [
    ...wrongFlags(options),
    ...(isAsked ? [] : missingFlags(options)),
    ...targetProblems(options),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return asking(terminal, (ask) => answered(options, ask));
}

interface Step {
  readonly command: string;
  readonly why: string;
}

function nextSteps(
  { missing, tarball }: Project,
  answers: Answers,
  { folder, config, pipeline }: Target,
): readonly Step[] {
  const { owner, repository } = answers;
  const option = configOption(config);
  return [
    ...(folder === "."
      ? []
      : [{ command: `cd ${shellWord(folder)}`, why: "the following commands run in this folder" }]),
    ...(tarball?.clone === undefined
      ? []
      : [
          {
            command: `npm pack ${shellWord(tarball.clone)}`,
            why: "packs the clone, for package.json to install",
          },
        ]),
    ...installs(missing, tarball),
    {
      command: `npx github-actions-ecr resolve${option}`,
      why: `writes the ids of ${owner}/${repository} into ${config}. GITHUB_TOKEN needs a token that can read the repository`,
    },
    {
      command: `npx github-actions-ecr synth${option}`,
      why: "writes the Terraform JSON and prints what the role allows",
    },
    ...(pipeline === undefined ? [deployStep(answers)] : pipelineSteps(answers, pipeline)),
  ];
}

function deployStep({ owner, repository, account, publish }: Answers): Step {
  return {
    command: 'npx cdktf deploy "*"',
    why: `deploys after your approval. Needs Terraform, AWS credentials for ${account}, and in GITHUB_TOKEN a token that can write ${publish} of ${owner}/${repository}`,
  };
}

/** The pipeline deploys. Before its first run, an administrator creates its roles. */
function pipelineSteps({ owner, account, region }: Answers, bucket: string): readonly Step[] {
  const partition = knownPartition(region);
  const values = {
    account,
    region,
    ...(partition !== "aws" && { partition }),
    subject: "SUBJECT",
    state_bucket: bucket,
  };
  const variables = Object.entries(values).map(([name, value]) => `-var ${shellWord(`${name}=${value}`)}`);
  const repository = `${owner}/REPOSITORY`;
  return [
    {
      command: `gh api repos/${repository}/actions/oidc/customization/sub --jq .sub_claim_prefix`,
      why: `prints SUBJECT. REPOSITORY is the GitHub repository of this folder. A new one has ids: repo:${owner}@ID/REPOSITORY@ID. An older one has repo:${repository}`,
    },
    {
      command: ["init", `workspace select -or-create ${account}`, `apply ${variables.join(" ")}`]
        .map((each) => `terraform -chdir=pipeline-roles ${each}`)
        .join(" && "),
      why: `creates the roles of the pipeline, as an administrator of ${account}. The bucket must exist`,
    },
    {
      command: "git push",
      why: "starts the pipeline on main. docs/guide/pipelines.md#set-it-up has what it needs before: lock files, GitHub Apps and the environment access",
    },
  ];
}

/** At least one command, which also installs what package.json names. */
function installs(missing: Project["missing"], tarball: Tarball | undefined): readonly Step[] {
  const words = (wanted: string) =>
    missing.flatMap(({ section, name, range }) =>
      section === wanted ? [shellWord(`${name}@${range}`)] : [],
    );
  const commit =
    tarball === undefined
      ? ""
      : `. Commit ${tarball.path} too: colleagues and CI install it from this folder`;
  const commands = [
    { words: ["npm install", ...words("dependencies")], commit },
    { words: ["npm install --save-dev", ...words("devDependencies")], commit: "" },
  ].filter(({ words: { length } }) => length > 1);
  if (commands.length === 0)
    return [{ command: "npm install", why: `installs the packages of package.json${commit}` }];
  return commands.map((each) => ({
    command: each.words.join(" "),
    why: `adds the packages that your package.json does not have${each.commit}`,
  }));
}

/** For people: the files and the next steps. */
function reportText(made: Project, answers: Answers, target: Target): string {
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
function reportJson(made: Project, answers: Answers, target: Target): string {
  const report = {
    files: made.files.map(({ path }) => path),
    kept: made.kept,
    next: nextSteps(made, answers, target),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
