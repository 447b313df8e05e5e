import { isAbout } from "./iam/evaluate";
import { parsePolicy } from "./parse";
import type { DocumentPath, DocumentProblem, PolicyJson, Statement } from "./policy-document";
import { restrictsPrincipals } from "./rules/open-principal";
import type { Severity } from "./rules/rule";

/** A mistake in an ECR repository or in its policy. The rules about roles are apart: docs/rules.md. */
export interface RepositoryRule {
  /** Such as `E01`. */
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  /** What a violation makes possible, as a clause. */
  readonly impact: string;
  /** What to change, as a clause. */
  readonly fix: string;
}

const PUBLIC_PUSH: RepositoryRule = {
  id: "E01",
  name: "public-push",
  severity: "critical",
  impact: "anyone with an AWS account can replace or delete images",
  fix: "name the roles or accounts as principal, or add a condition on aws:PrincipalOrgID",
};
const PUBLIC_PULL: RepositoryRule = {
  id: "E02",
  name: "public-pull",
  severity: "high",
  impact: "anyone with an AWS account can use the repository",
  fix: PUBLIC_PUSH.fix,
};
const OTHER_ACCOUNT_PUSH: RepositoryRule = {
  id: "E03",
  name: "other-account-push",
  severity: "high",
  impact: "another account can replace or delete images",
  fix: "allow other accounts to pull only, or name the one role that pushes",
};
const OTHER_ACCOUNT_PULL: RepositoryRule = {
  id: "E04",
  name: "other-account-pull",
  severity: "low",
  impact: "another account can use the repository",
  fix: "remove accounts that you do not know",
};
const MUTABLE_TAGS: RepositoryRule = {
  id: "E05",
  name: "mutable-tags",
  severity: "medium",
  impact: "a push can move a tag to another image, so that a deployed tag changes",
  fix: "make tags immutable, with exceptions for the tags that must move",
};
const NO_SCAN: RepositoryRule = {
  id: "E06",
  name: "no-scan-on-push",
  severity: "medium",
  impact: "images are not scanned, unless the registry's scanning configuration scans them",
  fix: "scan on push, or add the repository to the registry's scanning configuration",
};

/** In the order of their ids. */
export const REPOSITORY_RULES: readonly RepositoryRule[] = [
  PUBLIC_PUSH,
  PUBLIC_PULL,
  OTHER_ACCOUNT_PUSH,
  OTHER_ACCOUNT_PULL,
  MUTABLE_TAGS,
  NO_SCAN,
];

/** A place of a repository or of its policy that violates a rule. */
export interface RepositoryFinding {
  readonly rule: RepositoryRule;
  /** In the policy, or in what ECR says about the repository. */
  readonly path: DocumentPath;
  readonly given: string;
}

/**
 * Actions that change images, or the repository with them.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
const CHANGING_ACTIONS = [
  "ecr:BatchDeleteImage",
  "ecr:CompleteLayerUpload",
  "ecr:DeleteRepository",
  "ecr:DeleteRepositoryPolicy",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:SetRepositoryPolicy",
  "ecr:UploadLayerPart",
] as const;

/**
 * What a repository policy allows to everyone, and to other accounts. A Deny statement is not subtracted.
 * @param registryId account of the repository.
 * @returns the problems, if the policy cannot be parsed.
 */
export function repositoryPolicyFindings(
  document: PolicyJson,
  registryId: string | undefined,
): readonly RepositoryFinding[] | { readonly problems: readonly DocumentProblem[] } {
  const parsed = parsePolicy(document, "trust");
  if ("problems" in parsed) return parsed;
  return parsed.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => statementFindings(statement, principalOf(document, statement), registryId));
}

function statementFindings(
  statement: Statement,
  principal: unknown,
  registryId: string | undefined,
): readonly RepositoryFinding[] {
  const isChanging = CHANGING_ACTIONS.some((action) => isAbout(statement, action));
  if (statement.principal.isEverybody || statement.principal.isNegated) {
    if (statement.conditions.some(restrictsPrincipals)) return [];
    const { isNegated } = statement.principal;
    return [
      {
        rule: isChanging ? PUBLIC_PUSH : PUBLIC_PULL,
        path: [...statement.path, isNegated ? "NotPrincipal" : "Principal"],
        given: isNegated ? "NotPrincipal" : "*",
      },
    ];
  }
  return awsPrincipals(principal)
    .filter((text) => accountOf(text) !== undefined && accountOf(text) !== registryId)
    .map((given) => ({
      rule: isChanging ? OTHER_ACCOUNT_PUSH : OTHER_ACCOUNT_PULL,
      path: [...statement.path, "Principal", "AWS"],
      given,
    }));
}

/** The principal as it is written. */
function principalOf(document: PolicyJson, { path }: Statement): unknown {
  const statement = path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    document,
  );
  return typeof statement === "object" && statement !== null
    ? Reflect.get(statement, "Principal")
    : undefined;
}

function awsPrincipals(principal: unknown): readonly string[] {
  if (typeof principal !== "object" || principal === null) return [];
  const aws: unknown = Reflect.get(principal, "AWS");
  return [aws].flat().filter((each): each is string => typeof each === "string");
}

/** The account of an ARN, or an account id. A principal that was deleted has an id of its own, and no account. */
function accountOf(principal: string): string | undefined {
  return /^(?:arn:[a-z-]+:(?:iam|sts)::)?([0-9]{12})(?::|$)/.exec(principal)?.[1];
}

/** Settings of a repository, as ECR names them. */
export interface DescribedSettings {
  readonly imageTagMutability: unknown;
  readonly scanOnPush: unknown;
}

/** What the settings of a repository leave open. */
export function repositorySettingFindings({
  imageTagMutability,
  scanOnPush,
}: DescribedSettings): readonly RepositoryFinding[] {
  return [
    ...(imageTagMutability === "IMMUTABLE" || imageTagMutability === "IMMUTABLE_WITH_EXCLUSION"
      ? []
      : [
          {
            rule: MUTABLE_TAGS,
            path: ["imageTagMutability"],
            given: String(imageTagMutability ?? "MUTABLE"),
          },
        ]),
    ...(scanOnPush === true
      ? []
      : [
          {
            rule: NO_SCAN,
            path: ["imageScanningConfiguration"],
            given: `scanOnPush: ${scanOnPush ?? false}`,
          },
        ]),
  ];
}
