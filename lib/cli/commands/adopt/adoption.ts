import type { EditValue } from "../../../config/editing/edit";
import { ConfigError, type Path, type Problem, pathText } from "../../../config/problem";
import { checkedFile } from "../../../config/read";
import type { Account, Config, Role } from "../../../config/types";
import type { AwsInventory } from "../../../inventory/account";
import { RULES } from "../../../policy/rules/index";
import { ruleTitle } from "../../../policy/rules/rule";
import { isSamePolicy } from "../../../policy/same-policy";
import { type AccountDraft, type AdoptedRole, accountDraft, leftOut, type NotAdopted } from "./account-draft";
import { type FileSettings, fileText } from "./file-value";
import { IN_PLACE } from "./permissions";

/** A file that imports what exists. */
export interface Adoption {
  /** With a comment for each risk that the user has to accept. */
  readonly text: string;
  /** With those risks accepted. */
  readonly config: Config;
  readonly notAdopted: readonly NotAdopted[];
  /** The rules that each role violates and the user has to accept, by its name. */
  readonly risks: readonly { readonly role: string; readonly rules: readonly string[] }[];
}

/** No role can be adopted. */
interface NothingAdopted {
  readonly text: undefined;
  readonly notAdopted: readonly NotAdopted[];
}

/** A reason for which a rejected file is accepted by parseConfig. It is not written. */
const REASON = "exists";
const NAME = "access.yaml";

/**
 * The file for accounts. What the checks of access.yaml reject, and what the file would change, is left out with the reason.
 * @returns undefined for the file if no role is left.
 * @throws ConfigError if what all roles have in common is invalid.
 */
export function adoption(
  inventories: readonly { readonly account: AwsInventory; readonly region: string }[],
  settings: FileSettings,
): Adoption | NothingAdopted {
  const notAdopted: NotAdopted[] = [];
  const drafts = inventories.map(({ account, region }) =>
    accountDraft(account, region, settings, notAdopted),
  );
  for (;;) {
    for (const { account, repositories, roles } of drafts) {
      if (roles.length > 0 || repositories.length === 0) continue;
      notAdopted.push(
        ...repositories
          .splice(0)
          .map((each) =>
            leftOut("ECR repository", String(each.name), account, "no role of its account is adopted"),
          ),
      );
    }
    const accounts = drafts.filter(({ roles }) => roles.length > 0);
    // A provider is of interest only beside roles.
    const left = notAdopted.filter(
      ({ kind, account }) =>
        kind !== "OIDC provider" || accounts.some((draft) => draft.account.scope.accountId === account),
    );
    if (accounts.length === 0) return { text: undefined, notAdopted: sorted(left) };
    const checked = checkedFile(fileText(accounts, settings, { reason: REASON }), NAME);
    const isChanged =
      "problems" in checked
        ? settled(checked.problems, accounts, notAdopted)
        : withoutDifferences(checked.config, accounts, notAdopted);
    if (isChanged) continue;
    if ("problems" in checked) throw new ConfigError(checked.problems.map(unwritable));
    return {
      text: fileText(accounts, settings, { notAdopted: sorted(left) }),
      config: checked.config,
      notAdopted: sorted(left),
      risks: accounts.flatMap(({ roles }) =>
        roles.flatMap(({ github, accepted }) =>
          accepted.length === 0 ? [] : [{ role: github.role.name, rules: accepted }],
        ),
      ),
    };
  }
}

/** A problem of what all roles have in common, such as an owner. */
function unwritable({ path, message }: Problem): string {
  return `no access.yaml can be written: ${pathText(path)}: ${message}`;
}

const ORDER: readonly NotAdopted["kind"][] = ["OIDC provider", "role", "policy", "ECR repository"];

function sorted(list: readonly NotAdopted[]): readonly NotAdopted[] {
  return ORDER.flatMap((kind) => list.filter((each) => each.kind === kind));
}

/**
 * Changes the drafts so that their file has fewer problems: a risk is accepted, a trust is written as the policy, or a part is left out.
 * @returns whether a draft changed.
 */
function settled(
  problems: readonly Problem[],
  accounts: readonly AccountDraft[],
  notAdopted: NotAdopted[],
): boolean {
  // The paths are those of the file: roles that are left out leave its positions.
  const before = new Map(accounts.map((draft) => [draft, [...draft.roles]]));
  const seen = new Set<AdoptedRole>();
  const changes = problems.map((problem) => {
    const draft = accounts[indexIn(problem.path, "accounts", 0)];
    if (draft === undefined) return false;
    const index = indexIn(problem.path, "roles", 2);
    if (index < 0) return settleAccount(draft, problem, notAdopted);
    const role = before.get(draft)?.[index];
    // What follows from one problem of a role is not another one.
    if (role === undefined || seen.has(role)) return false;
    if (problem.rule === undefined) seen.add(role);
    settleRole(role, draft, problem, notAdopted);
    return true;
  });
  // A problem of the section github: entries that need it are written as policies.
  return changes.includes(true) || accounts.filter(writtenAsPolicies).length > 0;
}

/** The index behind a key at a position of a path, -1 if the path leads elsewhere. */
function indexIn(path: Path, key: string, position: number): number {
  const index = path[position + 1];
  return path[position] === key && typeof index === "number" ? index : -1;
}

/** @returns whether a role had entries. */
function writtenAsPolicies({ roles }: AccountDraft): boolean {
  const entries = roles.filter(({ isPolicy }) => !isPolicy);
  for (const role of entries) role.isPolicy = true;
  return entries.length > 0;
}

function settleRole(
  role: AdoptedRole,
  draft: AccountDraft,
  { path, message, rule: id }: Problem,
  notAdopted: NotAdopted[],
): void {
  const rule = RULES.find((each) => each.id === id);
  if (rule !== undefined && rule.severity !== "critical") {
    if (!role.accepted.includes(rule.id)) role.accepted.push(rule.id);
    return;
  }
  const acceptance = indexIn(path, "acceptRisks", 4);
  if (acceptance >= 0) {
    // Written in another way, the role no longer violates the rule.
    role.accepted.splice(acceptance, 1);
    return;
  }
  if (rule === undefined && !role.isPolicy) {
    role.isPolicy = true;
    return;
  }
  const place = path.slice(4).filter((part) => typeof part === "string");
  const reason =
    rule === undefined
      ? `access.yaml cannot have it: ${place.join(".")}: ${message}`
      : `its trust policy violates ${ruleTitle(rule)}, which access.yaml never accepts: ${rule.impact}. Fix the trust policy first${otherOwner(rule.id)}`;
  leaveOut(role, draft, reason, notAdopted);
}

function otherOwner(id: string): string {
  return id === "R05" ? ", or pass --owner with the owner if you trust it" : "";
}

/** Its repositories that access.yaml rejects are left as they are. */
function settleAccount(draft: AccountDraft, { path, message }: Problem, notAdopted: NotAdopted[]): boolean {
  const { repositories, account } = draft;
  const index = path[2] === "ecr" ? indexIn(path, "repositories", 3) : -1;
  const repository = repositories[index];
  if (repository !== undefined) {
    notAdopted.push(
      leftOut("ECR repository", String(repository.name), account, `access.yaml cannot have it: ${message}`),
    );
    repositories.splice(index, 1);
    return true;
  }
  // The tags of the provider are those of the account, and a resource has at most 50.
  if (draft.provider.mode === "existing") return false;
  draft.provider = { mode: "existing", tags: {} };
  notAdopted.push(leftOut("OIDC provider", draft.issuer, account, `access.yaml cannot have it: ${message}`));
  return true;
}

/** Leaves a role out of the file. */
function leaveOut(role: AdoptedRole, draft: AccountDraft, reason: string, notAdopted: NotAdopted[]): void {
  const position = draft.roles.indexOf(role);
  if (position < 0) return;
  draft.roles.splice(position, 1);
  notAdopted.push(leftOut("role", role.github.role.name, draft.account, reason));
}

/**
 * Writes the trust of a role as its policy if entries give another one, and leaves out what the file would change.
 * @returns whether a draft changed.
 */
function withoutDifferences(
  config: Config,
  drafts: readonly AccountDraft[],
  notAdopted: NotAdopted[],
): boolean {
  let isChanged = false;
  drafts.forEach((draft, index) => {
    const account = config.accounts[index];
    if (account === undefined) return;
    const roles = [...draft.roles];
    roles.forEach((role, position) => {
      const written = account.roles[position];
      if (written === undefined) return;
      isChanged = settleDifference(role, written, draft, notAdopted) || isChanged;
    });
    isChanged = withoutGrants(account, draft, notAdopted) || isChanged;
  });
  return isChanged;
}

function settleDifference(
  role: AdoptedRole,
  written: Role,
  draft: AccountDraft,
  notAdopted: NotAdopted[],
): boolean {
  if (!isSamePolicy(written.trustPolicy, role.github.policy)) {
    role.isPolicy = true;
    return true;
  }
  const exist = role.permissions.policies.flatMap((arn) => draft.account.policies.get(arn) ?? []);
  const isSame =
    exist.length === written.policies.length &&
    written.policies.every(({ name, document }) => {
      const own = exist.find((each) => each.name === name)?.document;
      return own !== undefined && isSamePolicy(own, document);
    });
  if (isSame) return false;
  const reason = `its policy ${role.permissions.policyName} has other statements than access.yaml writes for the same access, so the plan would change it. ${IN_PLACE}`;
  leaveOut(role, draft, reason, notAdopted);
  return true;
}

/** A repository that roles of another account use would get a repository policy. */
function withoutGrants({ ecr }: Account, draft: AccountDraft, notAdopted: NotAdopted[]): boolean {
  const granted = (ecr?.repositories ?? []).flatMap((each) =>
    each.origin !== "existing" && each.grants.length > 0 ? [each.name] : [],
  );
  const { repositories, account } = draft;
  for (const name of new Set(granted)) {
    for (const [index, repository] of repositories.entries()) {
      if (repository.name === name) repositories[index] = existing(repository);
    }
    notAdopted.push(
      leftOut(
        "ECR repository",
        name,
        account,
        "roles of another account use it, and access.yaml would write a repository policy for them",
      ),
    );
  }
  return granted.length > 0;
}

function existing({
  name = "",
  region,
}: Readonly<Record<string, EditValue>>): Readonly<Record<string, EditValue>> {
  return { name, origin: "existing", ...(region !== undefined && { region }) };
}
