import type { DiscoveredRole, SkippedRole } from "../../inventory/discovered-role";
import { jsonRegions, type Region } from "../../inventory/json-regions";
import type { DocumentPath } from "../../policy/iam/document";
import type { Finding } from "../../policy/rules/lint";
import { type LocatedProblem, TOP } from "../roles-file/problem-line";
import type { RolesFile } from "../roles-file/roles-file";
import type { JudgedRole } from "./judged-role";

/** Everything that a check has to say, before it is written in one form or another. */
export interface Report {
  /** As the user gave it. */
  readonly file: string;
  /** What the file is: `terraform show -json, a plan`. */
  readonly kind: string;
  readonly roles: readonly ReportedRole[];
  readonly unjudged: readonly ReportedUnjudged[];
}

export interface ReportedRole extends Omit<JudgedRole, "findings"> {
  readonly region: Region;
  readonly findings: readonly PlacedFinding[];
}

export interface PlacedFinding extends Finding {
  readonly region: Region;
}

export interface ReportedUnjudged extends Omit<SkippedRole, "problems"> {
  readonly problems: readonly LocatedProblem[];
}

export function report({ name: file, text, found }: RolesFile, judged: readonly JudgedRole[]): Report {
  const paths = judged.flatMap(({ role, findings }) => [
    role.path,
    ...findings.map((finding) => filePath(role, finding)),
  ]);
  const problemPaths = found.skipped.flatMap(({ problems }) => problems.map(({ path }) => path));
  const regions = jsonRegions(text, [...paths, ...problemPaths]).values();
  const next = (): Region => regions.next().value ?? TOP;
  return {
    file,
    kind: found.kind,
    roles: judged.map((each) => ({
      ...each,
      region: next(),
      findings: each.findings.map((finding) => ({ ...finding, region: next() })),
    })),
    unjudged: found.skipped.map((role) => ({
      ...role,
      problems: role.problems.map((problem) => ({ ...problem, region: next() })),
    })),
  };
}

/** Where the file says what is found: of a rule that speaks of something else than the trust policy, the role. */
function filePath({ path, trustPolicy }: DiscoveredRole, finding: Finding): DocumentPath {
  if (finding.path.length === 0) return path;
  return trustPolicy.isText ? trustPolicy.path : [...trustPolicy.path, ...finding.path];
}
