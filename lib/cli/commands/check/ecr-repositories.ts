import { pathText } from "../../../config/problem";
import type { DiscoveredRepository, EcrOutput } from "../../../inventory/ecr-output";
import {
  REPOSITORY_RULES,
  type RepositoryFinding,
  repositoryPolicyFindings,
  repositorySettingFindings,
} from "../../../policy/ecr-repository-rules";
import type { Region } from "../../../policy/json-text";
import type { DocumentPath } from "../../../policy/policy-document";
import { ruleTitle, SEVERITIES, type Severity } from "../../../policy/rules/rule";
import { counted } from "../../../report/words";
import { listed, type Paint, quote, shortText } from "../../output";
import { type JsonFile, problemLines, TOP } from "../../roles-file";
import { type CommandResult, EXIT } from "../../run-command";

/** Where every message about these rules ends. */
const RULES_PAGE = "docs/guide/ecr-repositories.md#check-what-exists";

interface CheckedRepository {
  readonly repository: DiscoveredRepository;
  readonly region: Region;
  readonly findings: readonly RepositoryFinding[];
}

/** The options of `check` that apply to repositories. */
interface RepositoryOptions {
  readonly failOn: Severity | "never";
  readonly json: boolean;
  readonly sarif: boolean;
}

/** Checks the output of `aws ecr`. */
export function checkRepositories(
  file: JsonFile,
  { kind, repositories, problems }: EcrOutput,
  { failOn, json, sarif }: RepositoryOptions,
  paint: Paint,
): CommandResult {
  if (sarif) {
    const line = `${file.name}:1:1 expected roles for --sarif, got ECR repositories. Use --json`;
    return { output: "", lines: [line], exit: EXIT.badInput };
  }
  const regions = file.regions(repositories.map(({ place }) => place.path));
  const unreadable = [...problems];
  const checked = repositories.map((repository, index): CheckedRepository => {
    const found = findingsOf(repository);
    if ("problems" in found) unreadable.push(...found.problems);
    return { repository, region: regions[index] ?? TOP, findings: "problems" in found ? [] : found };
  });
  const failing: readonly string[] =
    failOn === "never" ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const isFailing = checked.some(({ findings }) =>
    findings.some(({ rule }) => failing.includes(rule.severity)),
  );
  return {
    output: json ? jsonReport(file.name, kind, checked) : textReport(file.name, checked, paint),
    lines: problemLines(file, unreadable),
    exit: unreadable.length > 0 ? EXIT.badInput : isFailing ? EXIT.failed : EXIT.done,
  };
}

function findingsOf({
  settings,
  policy,
  registryId,
}: DiscoveredRepository): ReturnType<typeof repositoryPolicyFindings> {
  const ofSettings = settings === undefined ? [] : repositorySettingFindings(settings);
  if (policy === undefined) return ofSettings;
  const found = repositoryPolicyFindings(policy.document, registryId);
  if ("problems" in found) {
    // The policy is a string of the file, so that no path leads inside.
    return {
      problems: found.problems.map(({ path, message }) => ({
        path: policy.place.path,
        message: path.length === 0 ? message : `${pathText(path)}: ${message}`,
      })),
    };
  }
  return [...ofSettings, ...found];
}

/** The most severe first, then in the order of the file. */
function sorted(findings: readonly RepositoryFinding[]): readonly RepositoryFinding[] {
  return SEVERITIES.flatMap((severity) => findings.filter(({ rule }) => rule.severity === severity));
}

function textReport(file: string, checked: readonly CheckedRepository[], paint: Paint): string {
  const blocks = checked
    .filter(({ findings }) => findings.length > 0)
    .map((each) => block(each, file, paint));
  return `${[...blocks, countLine(checked)].join("\n\n")}\n`;
}

function block({ repository, region, findings }: CheckedRepository, file: string, paint: Paint): string {
  const { line, column } = region.start;
  const title = [
    paint("strong", shortText(repository.name)),
    repository.registryId,
    `${file}:${line}:${column}`,
  ];
  return [
    title.filter((part) => part !== undefined).join("  "),
    ...REPOSITORY_RULES.flatMap((rule) =>
      ruleLines(
        sorted(findings).filter((each) => each.rule === rule),
        paint,
      ),
    ),
  ].join("\n");
}

function ruleLines(group: readonly RepositoryFinding[], paint: Paint): readonly string[] {
  const rule = group[0]?.rule;
  if (rule === undefined) return [];
  const head = ruleTitle(rule);
  return [
    ...listed(group, ({ given, path }) => `${quote(given)} at ${shortText(pathText(path))}`).map(
      (place, index) => `  ${index === 0 ? paint(rule.severity, head) : " ".repeat(head.length)}  ${place}`,
    ),
    `    impact  ${rule.impact}`,
    `    fix     ${rule.fix}. See ${RULES_PAGE}`,
  ];
}

function countLine(checked: readonly CheckedRepository[]): string {
  const all = checked.flatMap(({ findings }) => findings);
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    count: all.filter(({ rule }) => rule.severity === severity).length,
  })).filter(({ count }) => count > 0);
  const found =
    all.length === 0
      ? "no findings"
      : `${counted(all.length, "finding")}: ${bySeverity.map(({ severity, count }) => `${count} ${severity}`).join(", ")}`;
  return `${counted(checked.length, "ECR repository", "ECR repositories")} checked: ${found}`;
}

function jsonReport(file: string, kind: string, checked: readonly CheckedRepository[]): string {
  const report = {
    file,
    kind,
    repositories: checked.map(({ repository, region, findings }) => ({
      name: repository.name,
      ...(repository.registryId !== undefined && { registryId: repository.registryId }),
      place: { path: repository.place.path, ...region.start },
      findings: sorted(findings).map(({ rule, path, given }) => ({
        rule: rule.id,
        name: rule.name,
        severity: rule.severity,
        given,
        place: { path: pathOf(repository, path), ...region.start },
        impact: rule.impact,
        fix: rule.fix,
      })),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** In the policy, which is a string of the file, or in the repository. */
function pathOf({ policy }: DiscoveredRepository, path: DocumentPath): DocumentPath {
  return policy === undefined ? path : ["policyText", ...path];
}
