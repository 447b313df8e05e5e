import type { ArnScope } from "./arn";
import { dnsSuffix } from "./partition";
import type { TextRule } from "./text-rule";

/**
 * The host of an account's registry in a region, to which `docker login` goes.
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

export const ECR_REPOSITORY: TextRule = {
  noun: "an ECR repository",
  allowed: `without the registry's address, a name of ${MIN_ECR_REPOSITORY_CHARACTERS} to ${MAX_ECR_REPOSITORY_CHARACTERS} lower-case letters, digits and . _ - / between them, or a pattern of these with *`,
  pattern: new RegExp(
    `^(?!.*\\.dkr\\.ecr\\.)(?:${LENGTH}${WORD}(?:/${WORD})*|(?=.*[*])[a-z0-9._/*-]{1,${MAX_ECR_REPOSITORY_CHARACTERS}})$`,
  ),
};
