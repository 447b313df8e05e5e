import { CONDITION_CLAIMS } from "../claims";

/** A condition key that AWS fills from the request and not from the token, in a call of AssumeRoleWithWebIdentity. */
export interface RequestKey {
  /** `never`: no call with a GitHub token has it. `request`: the call decides. */
  readonly presence: "never" | "request";
  /** The value that AWS documents for a call without AWS credentials, for keys that every request may have. */
  readonly anonymous: string | undefined;
  /** Why, as a clause. */
  readonly why: string;
  /** What to do, as a clause. */
  readonly fix: string;
}

interface KeyGroup extends RequestKey {
  /** A `*` at the end is any end. */
  readonly keys: readonly string[];
  /** The page of AWS about them. */
  readonly source: string;
}

const GLOBAL_KEYS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";
const STS_KEYS =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_sts";
const SESSION_TAGS =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp";

const NO_CALLER = "the call has no AWS credentials, so it has no calling principal";
const REMOVE = "remove the condition";

const GROUPS: readonly KeyGroup[] = [
  {
    keys: ["sts:ExternalId"],
    ...never("AssumeRoleWithWebIdentity has no external id"),
    source: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html",
  },
  {
    keys: ["sts:RoleAuthorizedByIdp"],
    ...never("it needs a claim that GitHub does not send"),
    source: STS_KEYS,
  },
  {
    keys: ["sts:SourceIdentity"],
    ...never("the source identity is a claim that GitHub does not send"),
    source:
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
  },
  {
    keys: ["aws:RequestTag/*", "aws:TagKeys", "sts:TransitiveTagKeys"],
    ...never("session tags are a claim that GitHub does not send"),
    source: SESSION_TAGS,
  },
  {
    keys: [
      "aws:PrincipalArn",
      "aws:PrincipalOrgID",
      "aws:PrincipalOrgPaths",
      "aws:PrincipalTag/*",
      "aws:username",
      "aws:MultiFactorAuthPresent",
      "aws:MultiFactorAuthAge",
      "aws:TokenIssueTime",
      "aws:SourceIdentity",
      "aws:AssumedRoot",
      "aws:FederatedProvider",
      "aws:Ec2InstanceSourceVpc",
      "aws:Ec2InstanceSourcePrivateIPv4",
      "ec2:RoleDelivery",
      "ec2:SourceInstanceArn",
      "lambda:SourceFunctionArn",
    ],
    ...never(NO_CALLER),
    source: GLOBAL_KEYS,
  },
  { keys: ["aws:PrincipalAccount", "aws:userid"], ...never(NO_CALLER, "anonymous"), source: GLOBAL_KEYS },
  { keys: ["aws:PrincipalType"], ...never(NO_CALLER, "Anonymous"), source: GLOBAL_KEYS },
  {
    keys: ["aws:PrincipalIsAWSService", "aws:ViaAWSService"],
    ...never("the job makes the call, not an AWS service", "false"),
    source: GLOBAL_KEYS,
  },
  {
    keys: [
      "aws:CalledVia",
      "aws:CalledViaFirst",
      "aws:CalledViaLast",
      "aws:PrincipalServiceName",
      "aws:PrincipalServiceNamesList",
      "aws:SourceAccount",
      "aws:SourceArn",
      "aws:SourceOrgID",
      "aws:SourceOrgPaths",
    ],
    ...never("the job makes the call, not an AWS service"),
    source: GLOBAL_KEYS,
  },
  {
    keys: ["saml:*"],
    ...never("the call has a web identity token and no SAML assertion"),
    source: STS_KEYS,
  },
  {
    keys: ["sts:RoleSessionName"],
    ...request(
      "the workflow chooses the session name",
      "set the input role-session-name of aws-actions/configure-aws-credentials to an expected value. Its default is GitHubActions",
    ),
    source: STS_KEYS,
  },
  {
    keys: [
      "aws:SourceIp",
      "aws:SourceVpc",
      "aws:SourceVpcArn",
      "aws:SourceVpce",
      "aws:VpcSourceIp",
      "aws:VpceAccount",
      "aws:VpceOrgID",
      "aws:VpceOrgPaths",
    ],
    ...request(
      "the address and the network of the runner decide",
      "run the job on a runner in the expected network, or remove the condition. The addresses of GitHub-hosted runners change",
    ),
    source: GLOBAL_KEYS,
  },
  {
    keys: ["aws:RequestedRegion"],
    ...request(
      "the region of the STS endpoint decides",
      "set the input aws-region of aws-actions/configure-aws-credentials to an expected region",
    ),
    source: GLOBAL_KEYS,
  },
  {
    keys: [
      "aws:ResourceAccount",
      "aws:ResourceOrgID",
      "aws:ResourceOrgPaths",
      "aws:ResourceTag/*",
      "iam:ResourceTag/*",
    ],
    ...request(
      "the account and the tags of the role decide",
      "compare the condition with the role's own account, organization and tags, or remove it",
    ),
    source: GLOBAL_KEYS,
  },
  {
    keys: ["aws:CurrentTime", "aws:EpochTime"],
    ...request("the time of the call decides", "run the job at an expected time, or remove the condition"),
    source: GLOBAL_KEYS,
  },
  {
    keys: ["aws:UserAgent", "aws:referer"],
    ...request(
      "the client chooses the value",
      "use a client that sends an expected value, or remove the condition",
    ),
    source: GLOBAL_KEYS,
  },
  {
    keys: ["aws:SecureTransport"],
    ...request("the protocol of the call decides", "call STS over HTTPS, as all AWS SDKs do"),
    source: GLOBAL_KEYS,
  },
];

function never(why: string, anonymous?: string): RequestKey {
  return { presence: "never", anonymous, why, fix: REMOVE };
}

function request(why: string, fix: string): RequestKey {
  return { presence: "request", anonymous: undefined, why, fix };
}

const BY_KEY: ReadonlyMap<string, RequestKey> = new Map(
  GROUPS.flatMap((group) => group.keys.map((key) => [key.toLowerCase(), group] as const)),
);

const OTHER_ISSUER: RequestKey = never("AWS fills the keys of the token's own issuer only");
const NO_PREFIX: RequestKey = never("AWS has no condition key without a prefix");
const OTHER_PREFIX: RequestKey = never("AWS fills no key with this prefix in a call of AWS STS");
const CLAIM_OF_AWS: RequestKey = never("the key of a claim begins with the issuer of the token");

/**
 * What is known about a key that is no claim of the token's issuer. Undefined for a key that is not known here.
 * @param key as written. IAM compares keys without case.
 */
export function requestKey(key: string): RequestKey | undefined {
  const lower = key.toLowerCase();
  const named = BY_KEY.get(lower) ?? BY_KEY.get(openKey(lower));
  if (named !== undefined) return named;
  if (!lower.includes(":")) return NO_PREFIX;
  // AWS services have no dot in their prefix; the issuers of tokens have one.
  if (/^[^:]*\.|^https?:|oidc-provider/.test(lower)) return OTHER_ISSUER;
  const [, prefix = "", rest = ""] = /^([^:]*):(.*)$/s.exec(lower) ?? [];
  if (!STS_PREFIXES.includes(prefix)) return OTHER_PREFIX;
  return CONDITION_CLAIMS.includes(rest) ? CLAIM_OF_AWS : undefined;
}

/** The prefixes of the keys in a call of AWS STS for a role, apart from the issuers of tokens. */
const STS_PREFIXES: readonly string[] = ["aws", "sts", "iam"];

/** `aws:principaltag/*` for `aws:principaltag/team`, and `saml:*` for `saml:aud`. */
function openKey(key: string): string {
  const [, start = ""] = /^([^/]*\/|saml:)/.exec(key) ?? [];
  return `${start}*`;
}
