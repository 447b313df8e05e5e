import { type ArnScope, ecrRepositoryArn } from "./arn";
import { type Deferred, knownValue } from "./deferred";
import {
  countedCharacters,
  type OneOrMore,
  oneOrMore,
  type PermissionStatement,
  type PolicyDocument,
} from "./document";
import { MAX_MANAGED_POLICY_CHARACTERS } from "./iam-limits";
import { distinct, flattened, listText, mapped, type NonEmpty } from "./non-empty";
import { dnsSuffix } from "./partition";
import type { TextRule } from "./text-rule";

export const ECR_ACCESSES = ["push", "pull", "push-pull", "read"] as const;

/**
 * What a role may do with its ECR repositories. `push` has AWS's documented push permissions and cannot pull: a cache or a base image needs `push-pull`.
 * `read` lists images and reads the results of scans, but no layers.
 * @inline
 */
export type EcrAccess = (typeof ECR_ACCESSES)[number];

/**
 * One level of access, or several that a role has together.
 * @inline
 */
export type EcrAccesses = EcrAccess | NonEmpty<EcrAccess>;

/**
 * Logs in to the registry. It has no resource.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const ECR_LOGIN_ACTIONS = ["ecr:GetAuthorizationToken"] as const;

/**
 * AWS's documented push permissions, and DescribeRepositories.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export const ECR_PUSH_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeRepositories",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/**
 * The actions of a pull.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html
 */
export const ECR_PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

/** Both lists, for builds that read a cache or a base image from the repositories they push to. */
export const ECR_PUSH_PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeRepositories",
  "ecr:GetDownloadUrlForLayer",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/**
 * Describes repositories and images, lists images, and reads the findings of scans. It reads no layers.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const ECR_READ_ACTIONS = [
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImages",
  "ecr:DescribeRepositories",
  "ecr:ListImages",
] as const;

/** The permissions of an access level. */
export interface EcrLevel {
  /** The `Sid` of the statement in the role's policy. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** In words: `push`, `pull`. */
  readonly verbs: NonEmpty<string>;
  readonly canPush: boolean;
  /** Whether a client can read layers: to pull images, use a cache, or join the platforms of an image. */
  readonly canPull: boolean;
  /** What the workflow that `workflow` generates does with images. `none` if jobs with this access neither push nor pull. */
  readonly workflow: "push" | "pull" | "none";
}

export const ECR_LEVELS: Readonly<Record<EcrAccess, EcrLevel>> = {
  push: {
    sid: "ECRPushPull",
    actions: ECR_PUSH_ACTIONS,
    verbs: ["push"],
    canPush: true,
    canPull: false,
    workflow: "push",
  },
  pull: {
    sid: "ECRPull",
    actions: ECR_PULL_ACTIONS,
    verbs: ["pull"],
    canPush: false,
    canPull: true,
    workflow: "pull",
  },
  "push-pull": {
    sid: "ECRPushPull",
    actions: ECR_PUSH_PULL_ACTIONS,
    verbs: ["push", "pull"],
    canPush: true,
    canPull: true,
    workflow: "push",
  },
  read: {
    sid: "ECRRead",
    actions: ECR_READ_ACTIONS,
    verbs: ["describe"],
    canPush: false,
    canPull: false,
    workflow: "none",
  },
};

/** The levels of a list without those that others contain: push and pull are push-pull. A single one is no list. */
export function combinedAccess(accesses: NonEmpty<EcrAccess>): EcrAccesses {
  const allowed = accesses.flatMap((access) => ECR_LEVELS[access].actions);
  const isIn = (access: EcrAccess, actions: readonly string[]): boolean =>
    ECR_LEVELS[access].actions.every((action) => actions.includes(action));
  const contained = ECR_ACCESSES.filter((access) => isIn(access, allowed));
  const [first, ...others] = contained.filter(
    (access) => !contained.some((other) => other !== access && isIn(access, ECR_LEVELS[other].actions)),
  );
  if (first === undefined) return accesses[0];
  return others.length === 0 ? first : [first, ...others];
}

/** The levels of an access, each once. */
export function accessList(access: EcrAccesses): NonEmpty<EcrAccess> {
  return typeof access === "string" ? [access] : distinct(access);
}

/** The permissions of one level, or of several together. */
export function ecrLevel(access: EcrAccesses): EcrLevel {
  const [first, ...others] = mapped(accessList(access), (each) => ECR_LEVELS[each]);
  return others.reduce(
    (so, level): EcrLevel => ({
      sid: `${so.sid}${level.sid.replace(/^ECR/, "")}`,
      actions: [...new Set([...so.actions, ...level.actions])].sort(),
      verbs: distinct([...so.verbs, ...level.verbs]),
      canPush: so.canPush || level.canPush,
      canPull: so.canPull || level.canPull,
      workflow: so.workflow === "none" ? level.workflow : so.workflow,
    }),
    first,
  );
}

/** What a role may do, in words: `push and pull`. */
export function accessVerbs(access: EcrAccesses): string {
  return listText(ecrLevel(access).verbs);
}

/** An access as the file writes it: `push`, or `[push, read]`. */
export function accessText(access: EcrAccesses): string {
  return typeof access === "string" ? access : `[${access.join(", ")}]`;
}

/** The access levels with a property, for messages: `push or push-pull`. */
export function accessesWith(hasProperty: (level: EcrLevel) => boolean): string {
  return ECR_ACCESSES.filter((access) => hasProperty(ECR_LEVELS[access])).join(" or ");
}

/**
 * Actions of no access level that R33 does not report, because they change no image: the use of a pull-through cache.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export const ECR_TOLERATED_ACTIONS = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"] as const;

export const ECR_PUBLIC_ACCESSES = ["push", "pull", "read"] as const;

/**
 * What a role may do with repositories of its account in ECR Public. Everyone can pull from them: `pull` is the login, which raises the limits of
 * ECR Public. Every level has it.
 * @inline
 */
export type EcrPublicAccess = (typeof ECR_PUBLIC_ACCESSES)[number];

/**
 * Logs in to ECR Public. It has no resource.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
 */
const ECR_PUBLIC_LOGIN_ACTIONS = ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"] as const;

/**
 * The actions on a repository of ECR Public, by level.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/public/docker-push-ecr-image.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistrypublic.html
 */
const ECR_PUBLIC_LEVELS: Readonly<Record<EcrPublicAccess, readonly string[]>> = {
  push: [
    "ecr-public:BatchCheckLayerAvailability",
    "ecr-public:CompleteLayerUpload",
    "ecr-public:InitiateLayerUpload",
    "ecr-public:PutImage",
    "ecr-public:UploadLayerPart",
  ],
  pull: [],
  read: ["ecr-public:DescribeImageTags", "ecr-public:DescribeImages", "ecr-public:DescribeRepositories"],
};

/** All actions of ECR Public that a role can have. */
export const ECR_PUBLIC_ACTIONS: readonly string[] = [
  ...ECR_PUBLIC_LOGIN_ACTIONS,
  ...Object.values(ECR_PUBLIC_LEVELS).flat(),
];

/** The only region with the API of ECR Public. Its images are everywhere. */
export const ECR_PUBLIC_REGION = "us-east-1";

/**
 * What a role may do with repositories of its account in ECR Public.
 * @inline
 */
export interface EcrPublicPermissions {
  readonly access: NonEmpty<EcrPublicAccess>;
  readonly repositories: NonEmpty<string>;
  /** `ALIAS` in `public.ecr.aws/ALIAS/REPOSITORY`, for workflows. */
  readonly alias: string | undefined;
}

/** The actions of a role in ECR Public. Without any, the policy has the login alone. */
export function ecrPublicGrant(
  { access }: Pick<EcrPublicPermissions, "access">,
  arns: NonEmpty<Deferred>,
): EcrGrant {
  const actions = [...new Set(access.flatMap((each) => ECR_PUBLIC_LEVELS[each]))].sort();
  return { sid: "ECRPublic", actions, arns, login: "public" };
}

/** The permissions of a role, and its ECR repositories. */
export interface EcrPermissions {
  readonly access: EcrAccesses;
  /** Names, or patterns with `*`, which crosses `/`. */
  readonly repositories: NonEmpty<string>;
  readonly regions: NonEmpty<string>;
  /** The account of the repositories, if it is not that of the role. Its repository policies must allow the role too. */
  readonly accountId?: string;
  /** ARNs of the signing profiles with which ECR signs what the role pushes. Default: none. */
  readonly signingProfileArns?: NonEmpty<string>;
}

/**
 * What ECR needs of the client that pushes, to sign the image with a profile of AWS Signer.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export const SIGNING_ACTIONS = ["signer:SignPayload"] as const;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningRule.html */
export const SIGNING_PROFILE_ARN: TextRule = {
  noun: "the ARN of a signing profile",
  allowed: "arn:PARTITION:signer:REGION:ACCOUNT:/signing-profiles/NAME",
  pattern: /^arn:aws[a-z-]*:signer:[a-z0-9-]+:[0-9]{12}:\/signing-profiles\/[A-Za-z0-9_]{2,64}$/,
};

/** The grant for signing profiles: none without a profile. */
export function signingGrants(arns: readonly Deferred[]): readonly EcrGrant[] {
  const [first, ...others] = new Map(arns.map((arn) => [arn.expression, arn])).values();
  return first === undefined
    ? []
    : [{ sid: "SignImages", actions: SIGNING_ACTIONS, arns: [first, ...others], login: "none" }];
}

/** The names of signing profiles, for readers: `web`. */
export function signingProfileNames(arns: NonEmpty<string>): string {
  return arns.map((arn) => arn.split("/").at(-1)).join(", ");
}

/** The registry to which a client logs in. */
type EcrLogin = "private" | "public" | "none";

/** Actions of a role on repositories: one statement in each policy that has some of the repositories. */
export interface EcrGrant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly arns: NonEmpty<Deferred>;
  /** What a client needs before it uses the actions. */
  readonly login: EcrLogin;
}

/** A managed policy by its name. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument<PermissionStatement>;
}

const LOGIN: PermissionStatement = {
  Sid: "ECRAuth",
  Effect: "Allow",
  Action: ECR_LOGIN_ACTIONS,
  Resource: "*",
};

const LOGINS: Readonly<Record<Exclude<EcrLogin, "none">, PermissionStatement>> = {
  private: LOGIN,
  public: { Sid: "ECRPublicAuth", Effect: "Allow", Action: ECR_PUBLIC_LOGIN_ACTIONS, Resource: "*" },
};

/**
 * The ECR policies of a role: login to the registry, and the actions of its access on its repositories. Repositories that do not fit into the
 * first managed policy go to policies of the same name with a number, `-2` and so on, in the order of regions and repositories. Within one
 * region, a new repository at the end changes only the last policy.
 * @param name of the first policy.
 *
 * @example
 * ```ts
 * import { ecrPolicies } from "cdktf-github-actions-ecr/policy";
 *
 * const account = { partition: "aws", accountId: "123456789012" } as const;
 * const repositories = Array.from({ length: 100 }, (_, index) => `service-${index}`);
 * const policies = ecrPolicies("PushPolicy", account, {
 *   access: "push",
 *   repositories: ["web", ...repositories],
 *   regions: ["ap-northeast-2"],
 * });
 * console.log(policies.map(({ name }) => name).join()); // PushPolicy,PushPolicy-2
 * ```
 */
export function ecrPolicies(
  name: string,
  scope: ArnScope,
  permissions: EcrPermissions,
): NonEmpty<NamedPolicy> {
  return writtenEcrPolicies(name, [
    ecrGrant(permissions, mapped(repositoryArns(scope, permissions), knownValue)),
  ]);
}

/** The actions of an access on repositories. */
export function ecrGrant(
  { access, accountId = "" }: Pick<EcrPermissions, "access" | "accountId">,
  arns: NonEmpty<Deferred>,
): EcrGrant {
  const { sid, actions, canPush, canPull } = ecrLevel(access);
  // Only clients that push or pull log in.
  return { sid: `${sid}${accountId}`, actions, arns, login: canPush || canPull ? "private" : "none" };
}

/** The policies of grants whose ARNs may be Terraform's expressions. The samples decide which policy contains an ARN. */
export function writtenEcrPolicies(name: string, grants: NonEmpty<EcrGrant>): NonEmpty<NamedPolicy> {
  const documents: NamedPolicy["document"][] = [];
  let statements: readonly Written[] = (["private", "public"] as const)
    .filter((registry) => grants.some(({ login }) => login === registry))
    .map((registry) => ({ sample: LOGINS[registry], expression: LOGINS[registry] }));
  const finish = (): void => {
    documents.push(documentOf(statements.map(({ expression }) => expression)));
    statements = [];
  };
  for (const { sid, actions, arns } of withoutRepeatedSids(grants)) {
    const statementOf = (resource: OneOrMore): PermissionStatement => ({
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: resource,
    });
    let rest: readonly Deferred[] = arns;
    // The login alone needs no repository.
    while (rest.length > 0 && actions.length > 0) {
      const [first = "", ...others] = rest.map(({ sample }) => sample);
      const before = statements.map(({ sample }) => sample);
      const withArns = (held: NonEmpty<string>) => documentOf([...before, statementOf(oneOrMore(held))]);
      if (before.length > 0 && countedCharacters(withArns([first])) > MAX_MANAGED_POLICY_CHARACTERS) {
        finish();
        continue;
      }
      const held = fitting([first, ...others], withArns);
      const [arn = "", ...more] = rest.slice(0, held.length).map(({ expression }) => expression);
      // One expression can have several samples: an ARN is the same in every region of the role.
      const resource = held.length === 1 ? arn : distinct([arn, ...more]);
      statements = [
        ...statements,
        { sample: statementOf(oneOrMore(held)), expression: statementOf(resource) },
      ];
      rest = rest.slice(held.length);
      if (rest.length > 0) finish();
    }
  }
  if (statements.length > 0) finish();
  const [first = documentOf([LOGIN]), ...others] = documents;
  return [
    { name, document: first },
    ...others.map((document, index) => ({ name: `${name}-${index + 2}`, document })),
  ];
}

/** A statement for the count of characters, and as it is written. */
interface Written {
  readonly sample: PermissionStatement;
  readonly expression: PermissionStatement;
}

function documentOf(statements: readonly PermissionStatement[]): NamedPolicy["document"] {
  const [first = LOGIN, ...others] = statements;
  return { Version: "2012-10-17", Statement: [first, ...others] };
}

/** Grants with the same `Sid` have the same actions, and IAM takes a `Sid` only once. */
function withoutRepeatedSids(grants: NonEmpty<EcrGrant>): readonly EcrGrant[] {
  const bySid = new Map<string, EcrGrant>();
  for (const grant of grants) {
    const known = bySid.get(grant.sid);
    bySid.set(
      grant.sid,
      known === undefined ? grant : { ...known, arns: flattened([known.arns, grant.arns]) },
    );
  }
  return [...bySid.values()];
}

/** As many of the first ARNs as fit into a managed policy, at least one. */
function fitting(
  [first = "", ...others]: readonly string[],
  document: (arns: NonEmpty<string>) => object,
): NonEmpty<string> {
  if (others.length === 0) return [first];
  const more = ',""'.length;
  let characters = countedCharacters(document([first, ""])) - more;
  const held: string[] = [];
  for (const arn of others) {
    characters += arn.length + more;
    if (characters > MAX_MANAGED_POLICY_CHARACTERS) break;
    held.push(arn);
  }
  return [first, ...held];
}

/** The ARNs of repositories, in each region. */
export function repositoryArns(
  role: ArnScope,
  permissions: Omit<EcrPermissions, "access">,
): NonEmpty<string> {
  const { repositories, regions } = permissions;
  const scope = registryScope(role, permissions);
  return flattened(
    mapped(regions, (region) =>
      mapped(repositories, (repository) => ecrRepositoryArn(scope, region, repository)),
    ),
  );
}

/** The account of the ECR repositories of a role. */
export function registryScope(
  role: ArnScope,
  { accountId = role.accountId }: Pick<EcrPermissions, "accountId">,
): ArnScope {
  return { partition: role.partition, accountId };
}

/** The hosts of the registries of a role's repositories, one for each region. */
export function registryHosts(
  role: ArnScope,
  permissions: Pick<EcrPermissions, "accountId" | "regions">,
): NonEmpty<string> {
  return mapped(permissions.regions, (region) => registryHost(registryScope(role, permissions), region));
}

/** The address of the public registry of an account, without its alias if the file does not know it. */
export function publicRegistryHost({ alias }: Pick<EcrPublicPermissions, "alias">): string {
  return alias === undefined ? ECR_PUBLIC_HOST : `${ECR_PUBLIC_HOST}/${alias}`;
}

export const ECR_PUBLIC_HOST = "public.ecr.aws";

/** The alias of a registry: ECR's own, or one that AWS approved. */
export const ECR_PUBLIC_ALIAS: TextRule = {
  noun: "the alias of a registry in ECR Public",
  allowed: "2 to 50 lower-case letters, digits and -, starting with a letter or digit",
  pattern: /^[a-z0-9][a-z0-9-]{1,49}$/,
};

/**
 * The host of an account's registry in a region, for `docker login`.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function registryHost({ partition, accountId }: ArnScope, region: string): string {
  return `${accountId}.dkr.ecr.${region}.${dnsSuffix(partition)}`;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const MIN_ECR_REPOSITORY_CHARACTERS = 2;
export const MAX_ECR_REPOSITORY_CHARACTERS = 256;

const WORD = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const LENGTH = `(?=.{${MIN_ECR_REPOSITORY_CHARACTERS},${MAX_ECR_REPOSITORY_CHARACTERS}}$)`;

/** An address of a private registry, in the form for IPv4 or the dual-stack form, or one of ECR Public. */
const NO_ADDRESS = "(?!.*\\.dkr[.-]ecr(?:-fips)?\\.)(?!public\\.ecr\\.aws(?:/|$))(?!ecr-public\\.)";

export const ECR_REPOSITORY: TextRule = {
  noun: "the name of an ECR repository",
  allowed: `${MIN_ECR_REPOSITORY_CHARACTERS} to ${MAX_ECR_REPOSITORY_CHARACTERS} characters: lower-case letters and digits, with . _ - / between them, or * in a pattern`,
  pattern: new RegExp(
    `^${NO_ADDRESS}(?:${LENGTH}${WORD}(?:/${WORD})*|(?=.*[*])[a-z0-9._/*-]{1,${MAX_ECR_REPOSITORY_CHARACTERS}})$`,
  ),
};

/** A repository that is created: no pattern, and no registry address. */
export const ECR_REPOSITORY_NAME: TextRule = {
  noun: "the name of an ECR repository",
  allowed: `${MIN_ECR_REPOSITORY_CHARACTERS} to ${MAX_ECR_REPOSITORY_CHARACTERS} characters: lower-case letters and digits, with . _ - / between them, without wildcards`,
  pattern: new RegExp(`^${NO_ADDRESS}${LENGTH}${WORD}(?:/${WORD})*$`),
};

/** What names an ECR repository or an image, but is not the repository's name. */
export type EcrReference =
  | {
      readonly kind: "private";
      readonly form: "registry address" | "dual-stack registry address" | "ARN";
      readonly accountId: string;
      readonly region: string;
      /** Empty for a registry alone. */
      readonly name: string;
    }
  | { readonly kind: "public" }
  | { readonly kind: "image"; readonly part: "tag" | "digest"; readonly name: string };

const REGISTRY_ADDRESS = /^([0-9]{12})\.dkr([.-])ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+(?:\/(.*))?$/;
const REPOSITORY_ARN = /^arn:[a-z0-9-]+:ecr:([a-z0-9-]+):([0-9]{12}):repository\/(.*)$/;
const PUBLIC_REFERENCE = /^(?:public\.ecr\.aws(?:\/|$)|ecr-public\.|arn:[a-z0-9-]+:ecr-public:)/;
const IMAGE = /^([^:@]+)(?::[\w][\w.-]*)?(@sha256:[0-9a-f]*)?$/;

/**
 * Reads a registry address, an ARN, or an image with a tag or digest.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html for the dual-stack addresses
 */
export function ecrReference(text: string): EcrReference | undefined {
  const own = text.replace(/^https?:\/\//, "");
  if (PUBLIC_REFERENCE.test(own)) return { kind: "public" };
  const [, arnRegion, arnAccount, arnName] = REPOSITORY_ARN.exec(own) ?? [];
  if (arnRegion !== undefined && arnAccount !== undefined && arnName !== undefined) {
    return { kind: "private", form: "ARN", accountId: arnAccount, region: arnRegion, name: arnName };
  }
  const [, accountId, separator, region, path = ""] = REGISTRY_ADDRESS.exec(own) ?? [];
  if (accountId !== undefined && region !== undefined) {
    const form = separator === "-" ? "dual-stack registry address" : "registry address";
    return { kind: "private", form, accountId, region, name: imageName(path) };
  }
  const name = imageName(own);
  if (name === own || !ECR_REPOSITORY.pattern.test(name)) return undefined;
  return { kind: "image", part: own.includes("@") ? "digest" : "tag", name };
}

/** The name of the repository before a tag or digest. */
function imageName(image: string): string {
  return IMAGE.exec(image)?.[1] ?? image;
}
