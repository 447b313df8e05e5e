import { parseConfig } from "../../lib/config/load";
import { ConfigError } from "../../lib/config/problem";
import { SMALLEST } from "../support/smallest";

/** Ids of acme and its repository web, for line 2. With ids, the smallest file violates no rule. */
export const WITH_IDS = [
  "  owner: acme",
  "  owners: { acme: { id: 1, subject: immutable } }",
  "  repositories: { web: { id: 2 } }",
].join("\n");

/** Lines of a file by their numbers, from 1. A text may hold several lines; those after it move on. */
export type Lines = Readonly<Record<number, string>>;

/**
 * The smallest file with some lines in other words. Lines from 11 on come after it: indented by 8 they belong to the role, by 4 to
 * the account, by 0 to the file.
 */
export function fileWith(lines: Lines = {}): string {
  const byNumber = new Map(SMALLEST.map((text, index) => [index + 1, text]));
  for (const [number, text] of Object.entries(lines)) byNumber.set(Number(number), text);
  return `${[...byNumber.values()].join("\n")}\n`;
}

/** The file's name in messages. */
export const NAME = "access.yaml";

/** Every problem of a file, as it is printed; none where the file is right. */
export function problemLines(text: string): readonly string[] {
  try {
    parseConfig(text, NAME);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
}

/** Lines of problems from the place on: `8:13 accounts[0]: …`. */
export function inFile(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${NAME}:${line}`);
}

/**
 * A second role, for line 11: it trusts repositories that no other role publishes to, unless a key says otherwise. That it trusts
 * them by a pattern, its last line accepts.
 */
export function secondRole(...keys: readonly string[]): string {
  const own = keys.some((key) => key.startsWith("trust:"))
    ? keys
    : ["trust: [{ repository: 'team-*', branch: main }]", ...keys, accepting("R07")];
  const [first = "", ...others] = ["ecr: { repositories: [web] }", ...own];
  return [`      - ${first}`, ...others.map((key) => `        ${key}`)].join("\n");
}

/** A role's key that accepts rules. */
export function accepting(...rules: readonly string[]): string {
  return `acceptRisks: [${rules.map((rule) => `{ rule: ${rule}, reason: wanted }`).join(", ")}]`;
}

/** A second account, for line 11, with one role. */
export function secondAccount(id: string, name: string, ...roleKeys: readonly string[]): string {
  return [
    `  - id: "${id}"`,
    `    name: ${name}`,
    "    region: us-east-1",
    "    roles:",
    secondRole(...roleKeys),
  ].join("\n");
}

/** Names with a number each, for lists. */
export function numbered(count: number, start: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${start}${index}`);
}

/** The warning about the default secrets. */
export const MASKED =
  "GitHub masks the secret AWS_REGION and drops every job output that contains the value. Set publish.as: variables. See docs/guide/publishing.md#variables-or-secrets";

/** The warnings of a file, without that one. */
export function otherWarnings(text: string): readonly string[] {
  return parseConfig(text, NAME).warnings.filter((warning) => !warning.endsWith(MASKED));
}
