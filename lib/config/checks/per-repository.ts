import { ECR_ACCESSES, ECR_LEVELS } from "../../policy/ecr-access";
import { ECR_REPOSITORY, ECR_REPOSITORY_NAME } from "../../policy/ecr-names";
import { isPattern, REPOSITORY_OF_OWNER, VALUE_NAME, VALUE_PREFIX } from "../../policy/github-names";
import {
  DESCRIPTION,
  MAX_RAISED_ROLES_PER_ACCOUNT,
  MAX_ROLES_PER_ACCOUNT,
  POLICY_NAME,
  ROLE_NAME,
  TAG_VALUE,
} from "../../policy/iam-limits";
import { givenText, type TextRule } from "../../policy/text-rule";
import { DEFAULT_NAMES_PER_REPOSITORY, PLACEHOLDER } from "../defaults";
import { at, isMap, items, keysOf, type Located, textOf } from "../draft";
import { type GithubFacts, trustedNames } from "../github-facts";
import type { ConfigInput } from "../input";
import {
  isPerRepository,
  namedBySubject,
  REPLACED,
  type Replace,
  repositoriesOfTrust,
} from "../per-repository";
import { type Path, type Problem, pathText } from "../problem";
import { accountsOf, type FileDraft, type RoleDraft, rolesOf } from "../schema/access-file";
import type { Repository } from "../types";
import { groupedBy, someOf } from "./duplicates";

/** Roles with `perRepository` that cannot give a role for each GitHub repository, and `{repository}` in other roles. */
export function perRepositoryProblems(
  { accounts }: ConfigInput,
  { owner }: GithubFacts,
): readonly { readonly role: Path; readonly problem: Problem }[] {
  return accounts
    .flatMap(({ roles }) => roles)
    .filter(({ value }) => isMap(value))
    .flatMap((role) =>
      (isPerRepository(role) ? problemsOfTemplate(role, owner) : placeholderProblems(role)).map(
        (problem) => ({ role: role.path, problem }),
      ),
    );
}

/** A text of a role that has `{repository}`. */
interface Text {
  readonly text: string;
  readonly path: Path;
  readonly atKey?: true;
  readonly rule: TextRule;
  readonly replace: Replace;
}

function textsOf(role: RoleDraft): readonly Text[] {
  const publish = at(role, "publish");
  return [
    ...inTexts(at(role, "name"), ROLE_NAME, REPLACED.name),
    ...inTexts(at(role, "policyName"), POLICY_NAME, REPLACED.policyName),
    ...inTexts(at(role, "tags"), TAG_VALUE, REPLACED.tags),
    ...inTexts(at(role, "ecr"), ECR_REPOSITORY, REPLACED.ecr),
    ...inTexts(at(role, "ecrPublic"), ECR_REPOSITORY_NAME, REPLACED.ecrPublic),
    ...inTexts(at(publish, "repositories"), REPOSITORY_OF_OWNER, REPLACED["publish.repositories"]),
    ...inTexts(at(publish, "prefix"), VALUE_PREFIX, REPLACED["publish.prefix"]),
    ...keysOf(at(publish, "values")).flatMap((key) =>
      inTexts(key, VALUE_NAME, REPLACED["publish.values"]).map((text) => ({ ...text, atKey: true as const })),
    ),
  ];
}

/** The texts with `{repository}` in a value. */
function inTexts(place: Located, rule: TextRule, replace: Replace): readonly Text[] {
  const text = textOf(place);
  if (text !== undefined) {
    return text.includes(PLACEHOLDER) ? [{ text, path: place.path, rule, replace }] : [];
  }
  const parts = isMap(place.value)
    ? keysOf(place).map(({ value }) => at(place, value))
    : Array.isArray(place.value)
      ? items(place)
      : [];
  return parts.flatMap((part) => inTexts(part, rule, replace));
}

function placeholderProblems(role: RoleDraft): readonly Problem[] {
  const [first, ...others] = textsOf(role);
  if (first === undefined) return [];
  const { path, atKey, text } = first;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return [
    {
      path,
      ...(atKey && { atKey }),
      message: `expected perRepository: true in a role with ${PLACEHOLDER}, got ${givenText(text)}${more}`,
    },
  ];
}

function problemsOfTemplate(role: RoleDraft, defaultOwner: string): readonly Problem[] {
  const policy = at(role, "trustPolicy");
  if (policy.value !== undefined) {
    return [
      {
        path: policy.path,
        message:
          "expected trust in a role with perRepository, because its entries name the repositories, got trustPolicy",
      },
    ];
  }
  const unnamed = unnamedProblems(role, defaultOwner);
  if (unnamed.length > 0) return unnamed;
  const repositories = repositoriesOfTrust(role, defaultOwner);
  return [
    ...sharedNameProblems(role),
    ...sharedImageProblems(role),
    ...(defaultOwner === ""
      ? []
      : [...textProblems(role, repositories, defaultOwner), ...sameNameProblems(role, repositories)]),
  ];
}

/** Patterns and subjects that do not name one repository. */
function unnamedProblems(role: RoleDraft, defaultOwner: string): readonly Problem[] {
  const places = items(at(role, "trust")).flatMap((entry): readonly Located[] => {
    const subject = at(entry, "subject");
    if (subject.value === undefined) {
      return trustedNames(entry, defaultOwner)
        .filter(({ name }) => isPattern(name))
        .map(({ place }) => place);
    }
    return textOf(subject) === undefined || namedBySubject(entry) !== undefined ? [] : [subject];
  });
  const [first, ...others] = places;
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return [
    {
      path: first.path,
      message: `expected a repository without wildcards, because perRepository creates a role for each, got ${givenText(first.value)}${more}`,
    },
  ];
}

/** Names without `{repository}`, which all the roles would have. */
function sharedNameProblems(role: RoleDraft): readonly Problem[] {
  return (["name", "policyName"] as const).flatMap((key) => {
    const place = at(role, key);
    const text = textOf(place);
    if (text === undefined || text.includes(PLACEHOLDER)) return [];
    return [
      {
        path: place.path,
        message: `expected ${PLACEHOLDER} in the ${key} of a role with perRepository, got ${givenText(text)}. Example: ${text}-${PLACEHOLDER}`,
      },
    ];
  });
}

/** Pushes to ECR repositories of which none has `{repository}`. R39 sees one role at a time, and would not report them. */
function sharedImageProblems(role: RoleDraft): readonly Problem[] {
  const pushed = items(at(role, "ecr"))
    .filter(canPush)
    .map((element: Located) => at(element, "repositories"));
  const names = pushed.flatMap((place) => items(place)).flatMap((place) => textOf(place) ?? []);
  const [first] = pushed;
  const [name] = names;
  if (first === undefined || name === undefined || names.some((text) => text.includes(PLACEHOLDER)))
    return [];
  return [
    {
      path: first.path,
      message: `expected ${PLACEHOLDER} in a name to which a role with perRepository can push, got ${givenText(name)}. Otherwise the roles can replace each other's images. Example: ["${PLACEHOLDER}"]`,
    },
  ];
}

function canPush(element: Located): boolean {
  const access = items(at(element, "access"));
  return (
    isMap(element.value) &&
    (access.length === 0 ||
      ECR_ACCESSES.some((each) => ECR_LEVELS[each].canPush && access.some(({ value }) => value === each)))
  );
}

/** Texts that are invalid with the name of a repository. One problem for all repositories. */
function textProblems(
  role: RoleDraft,
  repositories: readonly Repository[],
  defaultOwner: string,
): readonly Problem[] {
  const description = at(role, "description");
  const byDefault: readonly Text[] =
    at(role, "name").value === undefined
      ? [
          {
            text: DEFAULT_NAMES_PER_REPOSITORY.name,
            path: [...role.path, "perRepository"],
            rule: ROLE_NAME,
            replace: REPLACED.name,
          },
        ]
      : [];
  const texts = [...byDefault, ...textsOf(role), ...inTexts(description, DESCRIPTION, REPLACED.description)];
  return texts.flatMap(({ text, path, atKey, rule, replace }) => {
    const wrong = repositories.filter(
      (repository) => !rule.pattern.test(replace(text, repository, defaultOwner)),
    );
    const [first] = wrong;
    if (first === undefined) return [];
    const names = wrong.map(({ owner, name }) => `${owner}/${name}`);
    return [
      {
        path,
        ...(atKey && { atKey }),
        message: `expected ${rule.noun} (${rule.allowed}), got ${givenText(replace(text, first, defaultOwner))} for ${someOf(names)}`,
      },
    ];
  });
}

/** Repositories of several owners with one name. */
function sameNameProblems(role: RoleDraft, repositories: readonly Repository[]): readonly Problem[] {
  const same = groupedBy(repositories, ({ name }) => name.toLowerCase()).filter(({ length }) => length > 1);
  const [first, ...others] = same;
  if (first === undefined) return [];
  const name = at(role, "name");
  const names = first.map((each) => `${each.owner}/${each.name}`);
  const more = others.length === 0 ? "" : ` and for ${others.length} more names`;
  return [
    {
      path: name.value === undefined ? [...role.path, "perRepository"] : name.path,
      message: `expected a different name for each role, got one name for ${names.join(" and ")}${more}. ${PLACEHOLDER} is the name without the owner: write one role for each owner`,
    },
  ];
}

/** More roles than the account's quota allows, with those of other programs not counted. */
export function roleCountProblems(file: FileDraft): readonly Problem[] {
  return accountsOf(file).flatMap((account) => {
    const raised = at(account, "rolesPerAccount").value;
    const limit = typeof raised === "number" ? raised : MAX_ROLES_PER_ACCOUNT;
    const { length } = rolesOf(account);
    if (length <= limit) return [];
    const quota =
      limit < MAX_RAISED_ROLES_PER_ACCOUNT
        ? `. If AWS has raised the account's quota, set rolesPerAccount (at most ${MAX_RAISED_ROLES_PER_ACCOUNT})`
        : "";
    return [
      {
        path: at(account, "roles").path,
        message: `expected at most ${limit} roles in one account, got ${length}. Use several accounts, or one role for several repositories${quota}`,
      },
    ];
  });
}

/** Whether a role is one of those with problems. */
export function isIn(roles: readonly Path[]): (role: RoleDraft) => boolean {
  const places = new Set(roles.map(pathText));
  return ({ path }) => places.has(pathText(path));
}
