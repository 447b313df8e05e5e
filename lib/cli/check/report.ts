import type { DiscoveredRole, SkippedRole } from "../../inventory/discovered-role";
import { jsonRegions, type Region } from "../../inventory/json-text";
import type { DocumentPath } from "../../policy/iam/document";
import type { Finding } from "../../policy/rules/lint";
import { type LocatedProblem, TOP } from "../roles-file/problem-line";
import type { RolesFile } from "../roles-file/roles-file";
import type { CheckedRole } from "./checked-role";

/** The result of a check, for every output format. */
export interface Report {
  /** As the user gave it. */
  readonly file: string;
  /** The form of the file: `terraform show -json, a plan`. */
  readonly kind: string;
  readonly roles: readonly ReportedRole[];
  readonly notChecked: readonly NotCheckedRole[];
}

export interface ReportedRole extends Omit<CheckedRole, "findings"> {
  readonly region: Region;
  readonly findings: readonly PlacedFinding[];
}

export interface PlacedFinding extends Finding {
  readonly region: Region;
}

export interface NotCheckedRole extends Omit<SkippedRole, "problems"> {
  readonly problems: readonly LocatedProblem[];
}

export function report({ name: file, text, found }: RolesFile, checked: readonly CheckedRole[]): Report {
  const paths = checked.flatMap(({ role, findings }) => [
    role.path,
    ...findings.map((finding) => filePath(role, finding)),
  ]);
  const problemPaths = found.skipped.flatMap(({ problems }) => problems.map(({ path }) => path));
  const regions = jsonRegions(text, [...paths, ...problemPaths]).values();
  const next = (): Region => regions.next().value ?? TOP;
  return {
    file,
    kind: found.kind,
    roles: checked.map((each) => ({
      ...each,
      region: next(),
      findings: each.findings.map((finding) => ({ ...finding, region: next() })),
    })),
    notChecked: found.skipped.map((role) => ({
      ...role,
      problems: role.problems.map((problem) => ({ ...problem, region: next() })),
    })),
  };
}

/** The place of a finding in the file. It is the role for a rule that does not concern the trust policy. */
function filePath({ path, trustPolicy }: DiscoveredRole, finding: Finding): DocumentPath {
  if (finding.path.length === 0) return path;
  return trustPolicy.isText ? trustPolicy.path : [...trustPolicy.path, ...finding.path];
}
