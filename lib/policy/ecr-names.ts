import type { ArnScope } from "./arn";
import { dnsSuffix } from "./partition";
import type { TextRule } from "./text-rule";

/** The only region with the API of ECR Public. Its images are everywhere. */
export const ECR_PUBLIC_REGION = "us-east-1";

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

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningRule.html */
export const SIGNING_PROFILE_ARN: TextRule = {
  noun: "the ARN of a signing profile",
  allowed: "arn:PARTITION:signer:REGION:ACCOUNT:/signing-profiles/NAME",
  pattern: /^arn:aws[a-z-]*:signer:[a-z0-9-]+:[0-9]{12}:\/signing-profiles\/[A-Za-z0-9_]{2,64}$/,
};
