import { RULES } from "../../../policy/rules/index";
import {
  type Rule,
  ruleLink,
  ruleSentence,
  ruleTitle,
  SEVERITIES,
  type Severity,
} from "../../../policy/rules/rule";
import { quote } from "../../output";
import type { LocatedProblem } from "../../roles-file";
import { artifactUri, fingerprints, MAX_RESULTS, messageText, physicalLocation, sarifLog } from "../../sarif";
import { type PlacedFinding, policyText, type Report, type ReportedRole } from "./report";

/**
 * For code scanning.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport({ file, roles, notChecked }: Report): string {
  const uri = artifactUri(file);
  const found = roles
    .flatMap((role) => role.findings.map((finding) => ({ role, finding })))
    .sort((a, b) => weight(a.finding) - weight(b.finding));
  const results = found.slice(0, MAX_RESULTS);
  const prints = fingerprints(
    results.map(({ role: { role }, finding }) => [role.name, role.address, finding.rule.id, finding.given]),
  );
  return sarifLog({
    rules: sarifRules(),
    isSuccessful: notChecked.every(({ reason }) => reason === "unknown"),
    notifications: [
      ...notChecked.flatMap(({ name, reason, problems }) =>
        problems.map((problem) => notification(name, reason === "unknown", problem, uri)),
      ),
      ...leftOut(found.length - results.length),
    ],
    results: results.map((each, index) => sarifResult({ ...each, fingerprint: prints[index] ?? "" }, uri)),
  });
}

/** The most severe first: they stay if the report is cut. */
function weight({ rule }: PlacedFinding): number {
  return SEVERITIES.indexOf(rule.severity);
}

interface Result {
  readonly role: ReportedRole;
  readonly finding: PlacedFinding;
  readonly fingerprint: string;
}

function sarifResult({ role: { role }, finding, fingerprint }: Result, uri: string): object {
  const { rule, given, expected, hint, policy, region } = finding;
  const notes = `${expected === undefined ? "" : `, expected ${quote(expected)}`}${hint === undefined ? "" : ` (${hint})`}`;
  return {
    ruleId: rule.id,
    ruleIndex: RULES.indexOf(rule),
    level: LEVELS[rule.severity].level,
    message: {
      text: messageText(
        `${role.name}: ${ruleTitle(rule)}: ${quote(given)}${policy === undefined ? "" : ` in ${policyText(policy)}`}${notes}: ${rule.impact}. Fix: ${rule.fix}. ${ruleLink(rule)}`,
      ),
    },
    locations: [
      {
        ...physicalLocation(uri, region),
        logicalLocations: [
          { name: role.name, fullyQualifiedName: role.address ?? role.name, kind: "resource" },
        ],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
  };
}

function notification(
  name: string,
  isUnknown: boolean,
  { message, region }: LocatedProblem,
  uri: string,
): object {
  return {
    level: isUnknown ? "warning" : "error",
    message: { text: messageText(`${name} cannot be checked: ${message}`) },
    locations: [physicalLocation(uri, region)],
  };
}

function leftOut(count: number): readonly object[] {
  if (count === 0) return [];
  const text = `${count} more results are left out, because code scanning accepts ${MAX_RESULTS}. The most severe are included. --json has all.`;
  return [{ level: "warning", message: { text } }];
}

/**
 * The level in SARIF, and the score that code scanning shows as critical, high, medium or low.
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const LEVELS = {
  critical: { level: "error", score: "9.5" },
  high: { level: "error", score: "8.0" },
  medium: { level: "warning", score: "5.0" },
  low: { level: "note", score: "2.0" },
} as const satisfies Readonly<Record<Severity, { readonly level: string; readonly score: string }>>;

/** The rules as SARIF describes them, in their order. */
function sarifRules(): readonly object[] {
  return RULES.map(sarifRule);
}

function sarifRule(rule: Rule): object {
  const { level, score } = LEVELS[rule.severity];
  const requirement = ruleSentence(rule.requirement);
  const impact = ruleSentence(rule.impact);
  const fix = ruleSentence(rule.fix);
  return {
    id: rule.id,
    name: rule.name,
    shortDescription: { text: requirement },
    fullDescription: { text: `Requirement: ${requirement} Impact: ${impact}` },
    help: {
      text: `Impact: ${impact} Fix: ${fix} ${ruleLink(rule)}`,
      markdown: `**Requirement:** ${requirement}\n\n**Impact:** ${impact}\n\n**Fix:** ${fix}\n\n${ruleLink(rule)}`,
    },
    defaultConfiguration: { level },
    properties: { "security-severity": score, tags: ["security"], precision: "high" },
  };
}
