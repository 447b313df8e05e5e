import { type Access, type RoleAccess, reachesOf } from "../../../report/access";
import { type EcrRepositoryAccess, settingTexts } from "../../../report/ecr-repositories";
import { acceptedRisks, type Row, rowsOf, sharedWarnings, unacceptedRisks } from "../../../report/grouping";
import type { Principal, SourceContext } from "../../../report/source";
import {
  canText,
  conditionsText,
  contextText,
  counted,
  fixText,
  placesText,
  principalText,
  riskTitle,
  signedText,
} from "../../../report/words";
import { lineText } from "../../output";

/** For a pull request: tables that GitHub renders. Text from the file is never markup. */
export function accessMarkdown(access: Access): string {
  const blocks = [
    "### Who can push and pull",
    "Every GitHub repository of a row can reach every ECR repository of that row.",
    table(["role", "can", "GitHub repositories", "from", "rules"], access.roles.flatMap(rowsOf).map(cells)),
    ...section(
      "ECR repositories",
      ["ECR repository", "account and regions", "settings", "who can push", "who can pull"],
      access.ecrRepositories.map(repositoryCells),
    ),
    ...section("Accepted risks", ["rule", "role", "reason"], acceptedRows(access)),
    ...section("Warnings", ["warning", "where", "what", "fix"], warningRows(access)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/**
 * Text as code: GitHub finds no mention, link or markup in it. A code span cannot contain a backtick at its ends, and a table cell
 * cannot contain a backslash before a bar. Such text is written as HTML character references.
 */
export function codeText(text: string): string {
  const shown = lineText(text);
  if (shown === "") return "";
  if (!/[`|\\]/.test(shown)) return `\`${shown}\``;
  const byNumber = shown.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.codePointAt(0)};`);
  // GitHub makes a link of an email address, unless a comment divides it.
  return `<code>${byNumber.replaceAll("&#64;", "&#64;<!-- -->")}</code>`;
}

/** A sentence: plain words as they are, everything else as code. */
export function sentenceText(text: string): string {
  return (lineText(text).match(PARTS) ?? [])
    .map((part) => {
      const [, word = part, end = ""] = /^(.*?)([.,;:)]*)$/.exec(part) ?? [];
      return PLAIN.test(word) && !COMMIT.test(word) ? part : `${codeText(word)}${end}`;
    })
    .join(" ");
}

/** Quoted text and YAML in braces stay together. */
const PARTS = /"[^"]*"[.,;:)]*|\{[^{}]*\}[.,;:)]*|\S+/g;
/** GitHub makes no link or markup of it. */
const PLAIN = /^\(?[A-Za-z0-9]+(?:['-][A-Za-z]+)*$/;
const COMMIT = /^[0-9a-f]{7,}$/;

function roleCell({ name, account }: RoleAccess): string {
  return `${codeText(name)} in ${codeText(account.name)}`;
}

function rolesCell(roles: readonly RoleAccess[]): string {
  const [first, ...others] = roles;
  return first === undefined || others.length > 0 ? counted(roles.length, "role") : roleCell(first);
}

/** A repository by its name, and other principals in words. */
function principalCell(principal: Principal): string {
  return principal.kind === "repository" ? codeText(principal.name) : principalText(principal);
}

/** What the job runs on, in words, and its name. */
function contextCell(context: SourceContext): string {
  switch (context.kind) {
    case "branch":
    case "tag":
      return `${context.kind} ${codeText(context.pattern)}`;
    case "environment":
      return `environment ${codeText(context.name)}`;
    case "mergeQueue":
      return `merge queue of ${codeText(context.branch)}`;
    case "subject":
      return `subject ${codeText(context.subject)}`;
    case "pullRequest":
    case "any":
      return contextText(context);
  }
}

function cells({ role, principals, context, conditions, rules }: Row): readonly string[] {
  return [
    roleCell(role),
    lines(
      reachesOf(role).map(
        ({ may, repositories, registries, signingProfileArns }) =>
          `${canText(may)} ${list(repositories)} in ${placesText(role, registries)}${signedText(signingProfileArns)}`,
      ),
    ),
    principals.map(principalCell).join(", "),
    lines([
      contextCell(context),
      ...(conditions.length === 0 ? [] : [`if ${codeText(conditionsText(conditions))}`]),
      ...role.exceptions.map((each) => `but not if ${codeText(conditionsText(each))}`),
    ]),
    lines(
      role.risks
        .filter(({ rule }) => rules.includes(rule))
        .map((risk) => `${riskTitle(risk)}${risk.reason === undefined ? "" : ", accepted"}`),
    ),
  ];
}

function repositoryCells(repository: EcrRepositoryAccess): readonly string[] {
  const { name, account, regions } = repository;
  return [
    codeText(name),
    `${codeText(account.name)} in ${regions.join(", ")}`,
    lines(settingTexts(repository).map(sentenceText)),
    usersCell(repository.pushRoles, []),
    usersCell(repository.pullRoles, repository.others),
  ];
}

function usersCell(roles: readonly string[], others: readonly string[]): string {
  const users = [...roles.map(codeText), ...others.map(sentenceText)];
  return users.length === 0 ? "no role" : users.join(", ");
}

function acceptedRows(access: Access): readonly (readonly string[])[] {
  return acceptedRisks(access).map((risk) => [
    riskTitle(risk),
    roleCell(risk.role),
    sentenceText(risk.reason),
  ]);
}

function warningRows(access: Access): readonly (readonly string[])[] {
  return [
    ...unacceptedRisks(access).map((risk) => [
      riskTitle(risk),
      rolesCell(risk.roles),
      sentenceText(risk.impact),
      sentenceText(fixText(risk)),
    ]),
    ...sharedWarnings(access).map(({ text, roles }) => ["", rolesCell(roles), sentenceText(text), ""]),
    ...access.warnings.map((warning) => ["", "the file", sentenceText(warning), ""]),
  ];
}

function section(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  return rows.length === 0 ? [] : [`#### ${title}`, table(heads, rows)];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function list(texts: readonly string[]): string {
  return texts.map(codeText).join(", ");
}

/** Several lines in a cell. */
function lines(texts: readonly string[]): string {
  return texts.join("<br>");
}
