import { at, isValid, items, keysOf, type Located } from "./draft";
import { type AccountDraft, accountsOf, type FileDraft, type RoleDraft, rolesOf } from "./schema/access-file";
import type { EnvironmentDraft, GithubDraft, GithubMap } from "./schema/github";
import type { RegistryDraft } from "./schema/registry";

/**
 * What the checks read of an access.yaml, or of the props of one role. Each value has its path in its own source, and may have any form: those
 * that are wrong by themselves are null.
 */
export interface ConfigInput {
  readonly github: GithubInput;
  readonly accounts: readonly AccountInput[];
}

/** GitHub, and the facts about owners and repositories. */
export interface GithubInput {
  /** The owner of repositories that are named without one. */
  readonly owner: Located<string>;
  readonly host: Located<string>;
  readonly enterprise: Located<string>;
  readonly owners: readonly FactsInput[];
  /** By `NAME` of the owner above, or `OWNER/NAME`. */
  readonly repositories: readonly FactsInput[];
  readonly environments: readonly EnvironmentInput[];
  readonly templates: readonly TemplateInput[];
}

/** The id, the subject format and the former names of an owner or a repository. */
export interface FactsInput {
  readonly name: Named;
  readonly id: Located;
  readonly subject: Located;
  readonly formerly: readonly Located[];
}

type Named = Located<string> & { readonly value: string };

export interface EnvironmentInput {
  readonly name: Located<string>;
  readonly repositories: readonly Located<string>[];
  readonly settings: EnvironmentDraft;
}

export interface TemplateInput {
  readonly claims: readonly Located[];
  readonly repositories: readonly Located<string>[];
  readonly organization: Located<string>;
}

/** An account, and the values that its roles have in common. */
export interface AccountInput {
  readonly id: Located<string>;
  readonly region: Located<string>;
  readonly audience: Located<string>;
  readonly trustPolicyCharacters: Located<number>;
  readonly policiesPerRole: Located<number>;
  readonly assumeRoleArn: Located<string>;
  readonly tags: Located;
  /** The registry. Undefined in props, and if the file says nothing about it. */
  readonly ecrPublic: Located;
  readonly ecr: RegistryDraft;
  readonly roles: readonly RoleDraft[];
}

/** @param file without its invalid values. */
export function fileInput(file: FileDraft): ConfigInput {
  return { github: githubInput(at(file, "github")), accounts: accountsOf(file).map(accountInput) };
}

function accountInput(account: AccountDraft): AccountInput {
  return {
    id: at(account, "id"),
    region: at(account, "region"),
    audience: at(account, "audience"),
    trustPolicyCharacters: at(account, "trustPolicyCharacters"),
    policiesPerRole: at(account, "policiesPerRole"),
    assumeRoleArn: at(account, "assumeRoleArn"),
    tags: at(account, "tags"),
    ecrPublic: at(account, "ecrPublic"),
    ecr: at(account, "ecr"),
    roles: rolesOf(account),
  };
}

/** @param github the section of the file. */
export function githubInput(github: GithubDraft): GithubInput {
  return {
    owner: at(github, "owner"),
    host: at(github, "host"),
    enterprise: at(github, "enterprise"),
    owners: factsInput(at(github, "owners")),
    repositories: factsInput(at(github, "repositories")),
    environments: items(at(github, "environments")).map((entry) => ({
      name: at(entry, "name"),
      repositories: items(at(entry, "repositories")),
      settings: entry,
    })),
    templates: items(at(github, "subjectTemplates")).map((entry) => ({
      claims: items(at(entry, "claims")),
      repositories: items(at(entry, "repositories")),
      organization: at(entry, "organization"),
    })),
  };
}

function factsInput(map: GithubMap): readonly FactsInput[] {
  return keysOf(map).map((name) => {
    const entry = at(map, name.value);
    const id = at(entry, "id");
    // In an invalid entry, an id is not missing: its key may be misspelled.
    return {
      name,
      id: isValid(entry) ? id : { value: null, path: id.path },
      subject: at(entry, "subject"),
      formerly: items(at(entry, "formerly")),
    };
  });
}
