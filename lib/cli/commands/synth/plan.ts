import { z } from "zod";
import { someOf } from "../../../config/checks/duplicates";
import { counted } from "../../../report/words";
import { inputName } from "../../files";
import type { InputIo } from "../../io";
import { jsonFile } from "../../roles-file";

const attributes = z.record(z.string(), z.unknown()).nullish();
const change = z.object({ actions: z.array(z.string()), before: attributes, after: attributes });

/** What is read of `terraform show -json PLAN`. @see https://developer.hashicorp.com/terraform/internals/json-format */
const plan = z.object({
  format_version: z.string(),
  planned_values: z.unknown(),
  resource_changes: z.array(z.object({ address: z.string(), type: z.string(), change })).default([]),
});

/** A resource before or after the apply of a plan. */
interface Resource {
  readonly type: string;
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The renames and destructions of a plan. */
interface Changes {
  readonly destroyed: readonly Resource[];
  readonly created: readonly Resource[];
}

const REMOVALS = "See docs/guide/renames.md#remove-something-that-others-use";

/**
 * The warnings about plans in JSON.
 * @returns the problems, one line each, if a file is no such plan.
 */
export async function warningsOfPlans(
  paths: readonly string[],
  io: InputIo,
): Promise<{ readonly warnings: readonly string[] } | { readonly problems: readonly string[] }> {
  const warnings: string[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const name = inputName(path);
    const file = await jsonFile(path, io);
    const found = "problems" in file ? undefined : planWarnings(file.value, name);
    if ("problems" in file) problems.push(...file.problems);
    else if (found === undefined)
      problems.push(`${name}: expected output of terraform show -json PLAN, got other JSON`);
    else warnings.push(...found);
  }
  return problems.length > 0 ? { problems } : { warnings };
}

/**
 * What a plan destroys that others may use, and what looks like a rename.
 * @param value of a JSON file.
 * @param name of the file in messages.
 * @returns undefined if it is no plan in JSON.
 */
function planWarnings(value: unknown, name: string): readonly string[] | undefined {
  const parsed = plan.safeParse(value);
  if (!parsed.success || parsed.data.planned_values === undefined) return undefined;
  const found = changesOf(parsed.data.resource_changes);
  const renames = renamesIn(found);
  const renamed = new Set(renames.flatMap(({ resources }) => resources));
  const destroyed = found.destroyed.filter((resource) => !renamed.has(resource));
  return [
    ...renames.map(
      ({ from, to, resources }) =>
        `destroys ${counted(resources.length, "resource")} of the GitHub repository ${from} and creates the same for ${to}. If ${from} was renamed to ${to}, add formerly: ${from} to github.repositories.${to}. See docs/guide/renames.md#rename-a-github-repository`,
    ),
    ...KINDS.flatMap(({ types, text }) => {
      const own = destroyed.filter(({ type }) => types.test(type));
      return own.length === 0 ? [] : [text(own, found.created)];
    }),
  ].map((text) => `the plan ${name} ${text}`);
}

function changesOf(list: z.output<typeof plan>["resource_changes"]): Changes {
  const withAction = (action: string, side: "before" | "after") =>
    list
      .filter(({ change: { actions } }) => actions.includes(action))
      .map(({ type, address, change: each }) => ({ type, address, attributes: each[side] ?? {} }));
  return { destroyed: withAction("delete", "before"), created: withAction("create", "after") };
}

/** The attributes that tell the resources of a repository apart. */
const IDENTITY = ["environment", "secret_name", "variable_name", "branch_pattern", "tag_pattern"];

function identity({ type, attributes: own }: Resource): string {
  return JSON.stringify([type, ...IDENTITY.map((key) => own[key] ?? null)]);
}

interface Rename {
  readonly from: string;
  readonly to: string;
  readonly resources: readonly Resource[];
}

/** Repositories that lose everything, while exactly one other repository gets the same. */
function renamesIn({ destroyed, created }: Changes): readonly Rename[] {
  const before = byRepository(destroyed);
  const after = byRepository(created);
  return [...before].flatMap(([from, resources]) => {
    const candidates = [...after].filter(([to, others]) => {
      const identities = new Set(others.map(identity));
      return to !== from && !after.has(from) && resources.every((each) => identities.has(identity(each)));
    });
    const [first, ...others] = candidates;
    return first === undefined || others.length > 0 ? [] : [{ from, to: first[0], resources }];
  });
}

function byRepository(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const { repository } = resource.attributes;
    if (!resource.type.startsWith("github_") || typeof repository !== "string") continue;
    groups.set(repository, [...(groups.get(repository) ?? []), resource]);
  }
  return groups;
}

interface Kind {
  readonly types: RegExp;
  readonly text: (destroyed: readonly Resource[], created: readonly Resource[]) => string;
}

/** What others may use. */
const KINDS: readonly Kind[] = [
  {
    types: /^aws_iam_openid_connect_provider$/,
    text: () =>
      `destroys the OIDC provider, which every role for GitHub in the account needs. To keep it, write oidcProvider: existing. ${REMOVALS}`,
  },
  {
    types: /^aws_iam_role$/,
    text: (destroyed, created) => {
      const replaced = created.some(({ type }) => type === "aws_iam_role");
      return `destroys ${nouned(["role"], destroyed, "name")}${replaced ? " and creates others" : ""}, so jobs that assume them fail. See docs/guide/renames.md#rename-a-role-or-a-policy`;
    },
  },
  {
    types: /^aws_ecr(?:public)?_repository$/,
    text: (destroyed) =>
      `destroys ${nouned(["ECR repository", "ECR repositories"], destroyed, "name")}. To keep them, write origin: existing. See docs/guide/ecr-repositories.md#remove-a-repository-from-the-file`,
  },
  {
    types: /^github_repository_environment$/,
    text: (destroyed) =>
      `destroys ${nouned(["environment"], destroyed, "environment")}, with every secret and variable in them. To keep them, write origin: existing. ${REMOVALS}`,
  },
  {
    types: /^github_.*_(?:secret|variable)$/,
    text: (destroyed) =>
      `deletes ${nouned(["value"], destroyed, "secret_name", "variable_name")}. To keep them for others, write publish.origin: existing. ${REMOVALS}`,
  },
  {
    types: /^github_actions_.*_oidc_subject_claim_customization_template$/,
    text: (destroyed) =>
      `resets ${nouned(["subject template"], destroyed, "repository")}, so the tokens get other subjects. To keep them, write origin: existing. ${REMOVALS}`,
  },
];

/** `2 environments (production of web, staging of web)`. */
function nouned(
  noun: readonly [singular: string, plural?: string],
  resources: readonly Resource[],
  ...keys: readonly string[]
): string {
  const names = resources.map(({ address, attributes: own }) => {
    const [name = address] = keys.map((key) => own[key]).filter((each) => typeof each === "string");
    const { repository } = own;
    return typeof repository === "string" && repository !== name ? `${name} of ${repository}` : name;
  });
  return `${counted(resources.length, ...noun)} (${someOf(names)})`;
}
