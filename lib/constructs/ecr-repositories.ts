import type { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { registryProblems } from "../config/checks/registry";
import type { AccountInput } from "../config/input";
import { resolvedRegistry } from "../config/normalize/registry";
import { type Path, pathText } from "../config/problem";
import { registry } from "../config/schema/registry";
import { schemaProblems } from "../config/schema/schema-problems";
import { address } from "./address";
import { RepositoryResources } from "./base/ecr-resources";
import { type AccountProps, accountProblems, arnScope } from "./props";
import { assertValid, NEEDS_LITERAL } from "./validation";

/** Which images ECR deletes. The first key that names an image decides, in this order. Other images stay. */
export interface LifecycleProps {
  /** Tags, or patterns with `*`. Images with such a tag never expire. */
  readonly keepForever?: string | readonly string[];
  /** Images with such tags expire. Each pattern counts its own images. */
  readonly tagged?: readonly (ExpiryProps & { readonly tags: string | readonly string[] })[];
  /** Images without a tag. */
  readonly untagged?: ExpiryProps;
  /** Days since the push, for images with other tags. Excludes `keepNewest`. */
  readonly expireAfterDays?: number;
  /** Tagged images that stay, the newest of all tags. Older images with other tags expire. */
  readonly keepNewest?: number;
}

/**
 * One of the two.
 * @inline
 */
interface ExpiryProps {
  /** Days since the push. */
  readonly expireAfterDays?: number;
  /** The newest images that stay. */
  readonly keepNewest?: number;
}

/** Settings of an ECR repository, with the defaults of access.yaml. */
export interface EcrSettingsProps {
  /** Whether a tag can be pushed only once. Exceptions need version 6.8 of the AWS provider. Default: `true`. */
  readonly immutableTags?: boolean | { readonly except: string | readonly string[] };
  /** Scans each image when it is pushed, leaves it to the registry's scanning configuration, or scans none. Default: `onPush`. */
  readonly scan?: "onPush" | "registry" | "never";
  /** `kms` is the key `aws/ecr`. `kmsKeyArn` accepts a CDKTF token. Default: `aes256`; an imported repository keeps its own. */
  readonly encryption?: "aes256" | "kms" | { readonly kmsKeyArn: string };
  /** `false` writes no lifecycle policy. Default: untagged images expire after 14 days; an imported repository keeps its own. */
  readonly lifecycle?: LifecycleProps | false;
  /** Who may pull, in addition to the roles of the account. Accepts CDKTF tokens. Default: no one else, and no repository policy. */
  readonly pull?: {
    /** Ids of other accounts. */
    readonly accounts?: string | readonly string[];
    /** Id of an AWS organization. */
    readonly organization?: string;
    /** Lambda functions of the account, of these accounts and of the organization. Default: `false`. */
    readonly lambda?: boolean;
  };
  /** Whether Terraform may destroy and replace the repository with its images. Default: `false`. */
  readonly forceDelete?: boolean;
  /** Values may be CDKTF tokens. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** An ECR repository with its settings. */
export interface EcrRepositoryProps extends EcrSettingsProps {
  /** A literal string. */
  readonly name: string;
  /** `import` imports a repository that exists into the Terraform state. Default: `create`. */
  readonly origin?: "create" | "import";
}

/** Props of ECR repositories. */
export interface EcrRepositoriesProps {
  /** Account and region of the repositories, those of the stack's provider. */
  readonly account: AccountProps;
  /** Names, or names with settings. */
  readonly repositories: readonly (string | EcrRepositoryProps)[];
  /** Settings of each repository that has none of its own. Default: those of {@link EcrSettingsProps}. */
  readonly defaults?: EcrSettingsProps;
}

/**
 * ECR repositories with immutable tags, scan on push and a lifecycle policy. Terraform refuses to destroy or replace a repository, unless its
 * `forceDelete` is set.
 * @throws Error with every problem of the props.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
 * @example
 * ```ts
 * import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
 * import { App, TerraformStack } from "cdktf";
 * import { EcrRepositories } from "cdktf-github-actions-ecr";
 *
 * const stack = new TerraformStack(new App(), "web");
 * new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
 * const account = { accountId: "123456789012", region: "ap-northeast-2" };
 * const { ecrRepositories } = new EcrRepositories(stack, "images", {
 *   account,
 *   repositories: ["web", { name: "base/node", immutableTags: false }],
 * });
 * console.log(Object.keys(ecrRepositories).join()); // web,base/node
 * ```
 */
export class EcrRepositories extends Construct {
  /** The resources by the name of the repository, for `ecr.repositories` of a role and for arguments that the props do not have. */
  readonly ecrRepositories: Readonly<Record<string, EcrRepository>>;

  constructor(scope: Construct, id: string, props: EcrRepositoriesProps) {
    super(scope, id);
    assertValid(this, accountProblems(props.account));
    const { account, repositories, defaults } = props;
    const tokens = new Map<string, string>();
    const sample = withSamples(
      { repositories, ...(defaults !== undefined && { defaults }) },
      account,
      tokens,
    );
    assertValid(this, problemsOf(sample, account));
    const resolved = resolvedRegistry(registry.parse(sample), { ...account, tags: {} });
    const written = withTokens(resolved.repositories, tokens);
    this.ecrRepositories = Object.fromEntries(
      written.flatMap((repository) => {
        if (repository.origin === "existing") return [];
        const { ecrRepository } = new RepositoryResources(this, address(repository.name), repository, {
          account: { ...arnScope(account), accountId: account.accountId },
          region: account.region,
          provider: undefined,
        });
        return [[repository.name, ecrRepository] as const];
      }),
    );
  }
}

/** The problems of props without CDKTF tokens, in the words of access.yaml. */
function problemsOf(value: object, account: AccountProps): readonly string[] {
  const literal = tokenPaths(value, []).map((path) => `${pathText(path)}: ${NEEDS_LITERAL}`);
  if (literal.length > 0) return literal;
  const { error } = registry.safeParse(value);
  const problems =
    error === undefined
      ? registryProblems({ accounts: [inputOf(value, account)] })
      : schemaProblems(error, { value, schema: registry });
  return problems.map(({ path, message }) => `${pathText(path)}: ${message}`);
}

/** The places of CDKTF tokens without a sample. */
function tokenPaths(value: unknown, path: Path): readonly Path[] {
  if (typeof value === "string") return Token.isUnresolved(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    tokenPaths(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** An account without roles, whose registry are the props. */
function inputOf(value: object, { accountId, region }: AccountProps): AccountInput {
  const none = { value: undefined, path: [] };
  return {
    id: { value: Token.isUnresolved(accountId) ? undefined : accountId, path: ["account", "accountId"] },
    region: { value: region, path: ["account", "region"] },
    audience: none,
    trustPolicyCharacters: none,
    policiesPerRole: none,
    assumeRoleArn: none,
    tags: none,
    ecrPublic: none,
    ecr: { value, path: [] },
    roles: [],
  };
}

/** What the checks read in place of a CDKTF token, by the key of the value. Each token has another sample. */
const SAMPLES: Readonly<Record<string, (index: number, account: AccountProps) => string>> = {
  kmsKeyArn: (index, { region }) => `arn:aws:kms:${region}:000000000000:key/cdktf-token-${index}`,
  accounts: (index) => String(900_000_000_000 + index),
  organization: (index) => `o-cdktftoken${index}`,
};

/** A value with a sample in place of each CDKTF token. Other places than those above and tags need literal strings. */
function withSamples<Value>(
  value: Value,
  account: AccountProps,
  tokens: Map<string, string>,
  key = "",
  isTag = false,
): Value {
  if (typeof value === "string") {
    const sampleOf = isTag ? (index: number) => `cdktf-token-${index}` : SAMPLES[key];
    if (sampleOf === undefined || !Token.isUnresolved(value)) return value;
    const text = sampleOf(tokens.size + 1, account);
    tokens.set(text, value);
    return text as Value & string;
  }
  if (Array.isArray(value)) {
    return value.map((each) => withSamples(each, account, tokens, key)) as Value & unknown[];
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([own, each]) => [
      own,
      withSamples(each, account, tokens, own, key === "tags"),
    ]),
  ) as Value & object;
}

/** The value with its tokens again. */
function withTokens<Value>(value: Value, tokens: ReadonlyMap<string, string>): Value {
  if (typeof value === "string") return (tokens.get(value) ?? value) as Value & string;
  if (Array.isArray(value)) return value.map((each) => withTokens(each, tokens)) as Value & unknown[];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withTokens(each, tokens)]),
  ) as Value & object;
}
