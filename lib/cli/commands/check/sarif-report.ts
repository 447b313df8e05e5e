import { createHash } from "node:crypto";
import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Region } from "../../../policy/json-text";
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
import { type PlacedFinding, policyText, type Report, type ReportedRole } from "./report";

/**
 * The most results that code scanning accepts in a run. It rejects a file with more.
 * @see https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export const MAX_RESULTS = 25_000;

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
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "github-actions-ecr", rules: sarifRules() } },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: notChecked.every(({ reason }) => reason === "unknown"),
            toolExecutionNotifications: [
              ...notChecked.flatMap(({ name, reason, problems }) =>
                problems.map((problem) => notification(name, reason === "unknown", problem, uri)),
              ),
              ...leftOut(found.length - results.length),
            ],
          },
        ],
        results: withFingerprints(results).map((each) => sarifResult(each, uri)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
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

/** They stay the same when lines move: made of the role, the rule, the given value and a number for equal ones. */
function withFingerprints(found: readonly Omit<Result, "fingerprint">[]): readonly Result[] {
  const counts = new Map<string, number>();
  return found.map(({ role, finding }) => {
    const of = [role.role.name, role.role.address, finding.rule.id, finding.given];
    const hash = createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 16);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return { role, finding, fingerprint: `${hash}:${count}` };
  });
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

function physicalLocation(uri: string, { start, end }: Region): object {
  return {
    physicalLocation: {
      artifactLocation: { uri },
      region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
    },
  };
}

/** Escapes braces, which are placeholders in a message, and brackets, which are links. */
function messageText(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replace(/[\\[\]]/g, "\\$&");
}

/** Relative to the working folder: code scanning expects paths from the root of the repository. */
function artifactUri(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join("/");
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
