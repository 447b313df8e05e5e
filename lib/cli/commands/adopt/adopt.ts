import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../../../config/problem";
import { type AwsInventory, awsInventories } from "../../../inventory/account";
import { policyArn } from "../../../policy/arn";
import { GITHUB_COM_ISSUER, GITHUB_HOST } from "../../../policy/github-issuer";
import { REGION } from "../../../policy/partition";
import { givenText } from "../../../policy/text-rule";
import { counted } from "../../../report/words";
import { writeFile } from "../../files";
import type { InputIo } from "../../io";
import { listed, shellWord } from "../../output";
import { jsonFile, problemLines } from "../../roles-file";
import { type CommandResult, EXIT } from "../../run-command";
import type { Outside } from "../resolve/connection";
import { type NotAdopted, usualIssuer, usualOwner, usualRegion } from "./account-draft";
import { type Adoption, adoption } from "./adoption";
import { type FileSettings, notAdoptedText } from "./file-value";
import { githubAnswers } from "./github-facts";

export interface AdoptOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly owner?: readonly string[];
  readonly region?: string;
  readonly host?: string;
  readonly offline: boolean;
  readonly json: boolean;
}

/**
 * Writes an access.yaml for what exists in AWS.
 * @param paths `-` is standard input.
 * @throws ConfigError with every problem of the inputs.
 */
export async function adopt(
  paths: readonly string[],
  options: AdoptOptions,
  outside: Outside & InputIo,
): Promise<CommandResult> {
  const { out, json } = options;
  const problems = optionProblems(options, outside.cwd);
  const inventories = await readInventories(paths, outside, problems);
  const settings = settingsOf(inventories, options);
  const places = placed(inventories, options);
  const first = adoption(places, settings);
  const isAsked = first.text !== undefined && !options.offline && (outside.token ?? "").trim() !== "";
  const github = isAsked ? await githubAnswers(first, settings.owners, outside) : undefined;
  const found = github === undefined ? first : adoption(places, { ...settings, ...github });
  if (out !== undefined && found.text !== undefined) writeFile(resolve(outside.cwd, out), found.text);
  const notes = [
    ...(found.text === undefined ? [] : unknownTags(found, inventories)),
    ...(github?.notes ?? (options.offline || found.text === undefined ? [] : [NOT_ASKED])),
  ];
  return json ? jsonResult(found, notes, options) : textResult(found, notes, options);
}

/** Policies that get the tags of their role, and may have others now. */
function unknownTags({ config }: Adoption, inventories: readonly AwsInventory[]): readonly string[] {
  const known = new Map(inventories.flatMap(({ policies }) => [...policies]));
  return config.accounts.flatMap((account) =>
    account.roles
      .filter(({ tags }) => Object.keys(tags).length > 0)
      .flatMap(({ path, policies }) => policies.map(({ name }) => policyArn(account, path, name)))
      .filter((arn) => known.get(arn)?.tags === undefined)
      .map(
        (arn) =>
          `no file contains the tags of ${arn}. If they are not those of its role, the plan changes them. Add the output of aws iam get-policy`,
      ),
  );
}

const NOT_ASKED =
  "GITHUB_TOKEN is not set, so GitHub was not asked for ids and protected environments. resolve writes the ids later";

function optionProblems({ out, force, region, host }: AdoptOptions, cwd: string): readonly string[] {
  return [
    ...(out !== undefined && !force && existsSync(resolve(cwd, out))
      ? [`${out} exists. Use --force to overwrite it`]
      : []),
    ...(region !== undefined && !REGION.pattern.test(region)
      ? [`--region: expected ${REGION.noun} (${REGION.allowed}), got ${givenText(region)}`]
      : []),
    ...(host !== undefined && !GITHUB_HOST.pattern.test(host)
      ? [`--host: expected ${GITHUB_HOST.noun} (${GITHUB_HOST.allowed}), got ${givenText(host)}`]
      : []),
  ];
}

/**
 * The accounts in files of outputs of the AWS CLI.
 * @param others problems that are reported with those of the files.
 * @throws ConfigError with every problem.
 */
export async function readInventories(
  paths: readonly string[],
  io: InputIo,
  others: readonly string[] = [],
): Promise<readonly AwsInventory[]> {
  const problems = [...others];
  const files = [];
  for (const path of paths) {
    const file = await jsonFile(path, io);
    if ("problems" in file) problems.push(...file.problems);
    else files.push(file);
  }
  if (problems.length > others.length) throw new ConfigError(problems);
  const read = awsInventories(files.map(({ value }) => value));
  if ("problems" in read) {
    for (const [index, file] of files.entries()) {
      problems.push(
        ...problemLines(
          file,
          read.problems.filter((problem) => problem.file === index),
        ),
      );
    }
  }
  if (problems.length > 0 || "problems" in read) throw new ConfigError(problems);
  return read;
}

/** @throws ConfigError if an account has no region. */
function placed(
  inventories: readonly AwsInventory[],
  { region: given }: AdoptOptions,
): readonly { readonly account: AwsInventory; readonly region: string }[] {
  const places = inventories.map((account) => ({ account, region: given ?? usualRegion(account) }));
  const without = places.filter(({ region }) => region === undefined);
  if (without.length > 0) {
    throw new ConfigError(
      without.map(
        ({ account: { scope } }) =>
          `no policy or ECR repository of account ${scope.accountId} names a region. Pass --region`,
      ),
    );
  }
  return places.map(({ account, region = "" }) => ({ account, region }));
}

/** @throws ConfigError if no subject names an owner. */
function settingsOf(inventories: readonly AwsInventory[], { owner, host }: AdoptOptions): FileSettings {
  const found = usualIssuer(inventories, host);
  const issuer = found ?? GITHUB_COM_ISSUER;
  const [first = usualOwner(inventories, issuer), ...others] = owner ?? [];
  // Without a role, no file is written.
  if (first === undefined && found !== undefined) {
    throw new ConfigError(["no trust policy names an owner in its subjects. Pass --owner"]);
  }
  return {
    owners: [first ?? "", ...others],
    issuer,
    ids: new Map(),
    protectedEnvironments: [],
  };
}

type Found = ReturnType<typeof adoption>;

function textResult(found: Found, notes: readonly string[], { out }: AdoptOptions): CommandResult {
  const report = reportLines(found, notes, out);
  if (found.text === undefined) return { exit: EXIT.failed, output: "", lines: report };
  return out === undefined
    ? { exit: EXIT.done, output: found.text, lines: report }
    : { exit: EXIT.done, output: report.map((line) => `${line}\n`).join("") };
}

function reportLines(found: Found, notes: readonly string[], out: string | undefined): readonly string[] {
  const { notAdopted } = found;
  const rest = notAdopted.length === 0 ? [] : ["Not adopted:", ...listed(notAdopted, notAdoptedText)];
  if (found.text === undefined) return ["no role can be adopted, so no file is written", ...rest];
  const { config, risks } = found;
  const roles = config.accounts.flatMap((account) => account.roles);
  const repositories = config.accounts
    .flatMap(({ ecr }) => ecr?.repositories ?? [])
    .filter(({ origin }) => origin === "import");
  return [
    `${out === undefined ? "adopted" : `wrote ${out}:`} ${counted(roles.length, "role")} and ${counted(repositories.length, "ECR repository", "ECR repositories")} of ${counted(config.accounts.length, "account")}`,
    ...rest,
    ...(risks.length === 0
      ? []
      : [
          "Accept the risks, or fix the trust policies:",
          ...listed(risks, ({ role, rules }) => `- role ${role}: ${rules.join(", ")}`),
        ]),
    ...notes.map((note) => `note: ${note}`),
    ...(out === undefined
      ? []
      : [
          "Next:",
          `  npx github-actions-ecr synth --config ${shellWord(out)}`,
          "  terraform plan must say 0 to add, 0 to change, 0 to destroy",
        ]),
  ];
}

function jsonResult(found: Found, notes: readonly string[], { out }: AdoptOptions): CommandResult {
  const json = {
    written: found.text !== undefined ? (out ?? null) : null,
    text: found.text !== undefined ? found.text : null,
    adopted: found.text !== undefined ? adoptedJson(found) : [],
    notAdopted: found.notAdopted.map(({ kind, name, account, reason }: NotAdopted) => ({
      kind,
      name,
      account,
      reason,
    })),
    risks: found.text !== undefined ? found.risks : [],
    notes,
  };
  return {
    exit: found.text !== undefined ? EXIT.done : EXIT.failed,
    output: `${JSON.stringify(json, undefined, 2)}\n`,
  };
}

function adoptedJson({ config }: Adoption): readonly object[] {
  return config.accounts.map(({ accountId, region, oidcProvider, roles, ecr }) => ({
    account: accountId,
    region,
    oidcProvider,
    roles: roles.map(({ name, trust }) => ({
      name,
      trust: trust.kind === "entries" ? "trust" : "trustPolicy",
    })),
    repositories: (ecr?.repositories ?? []).map(({ name, origin, regions }) => ({ name, origin, regions })),
  }));
}
