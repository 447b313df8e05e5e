import { isSameName } from "../github-names";
import { canPush } from "./permission";
import { bySubject, type Rule, SUBJECT, type Violation } from "./rule";
import { isExact, repositoryName, type SubjectFacts } from "./subject-facts";

const OTHER = "repo:acme@123456/api@456790:ref:refs/heads/main";
const PUSH = {
  permissions: {
    Effect: "Allow",
    Action: "ecr:PutImage",
    Resource: [
      "arn:aws:ecr:eu-west-1:123456789012:repository/web",
      "arn:aws:ecr:eu-west-1:123456789012:repository/api",
    ],
  },
  where: "on a role that can push",
};

export const r39: Rule = {
  id: "R39",
  name: "shared-repositories",
  severity: "low",
  requirement: "a role that can push is for one GitHub repository",
  impact: "a workflow of one GitHub repository can replace the images of the others",
  fix: "create a role for each GitHub repository, which can push only to its own ECR repositories",
  details:
    "In access.yaml, `perRepository: true` creates a role for each GitHub repository that `trust` names, with `{repository}` in its names. See [a role for each repository](guide/trust.md#a-role-for-each-repository). With constructs, create an `EcrRole` for each GitHub repository. The rule is about repositories that are named. R06 and R07 are about patterns.",
  example: {
    bad: { ...bySubject(SUBJECT, OTHER), ...PUSH },
    good: { ...bySubject(SUBJECT), ...PUSH },
  },
  violations: ({ subjects, context: { permissions = [] } }) =>
    canPush(permissions) ? otherRepositories(subjects) : [],
};

interface Named {
  readonly name: string;
  readonly id: string | undefined;
}

/** The repositories, if there are several. */
function otherRepositories(subjects: readonly SubjectFacts[]): readonly Violation[] {
  const [first, ...rest] = subjects.flatMap(named);
  if (first === undefined) return [];
  const others = rest.filter((each) => !isSameRepository(first, each));
  const [other] = others;
  if (other === undefined) return [];
  const more = new Set(others.map(({ name }) => name.toLowerCase())).size - 1;
  const given =
    more === 0 ? `${first.name} and ${other.name}` : `${first.name}, ${other.name} and ${more} more`;
  return [{ path: [], given }];
}

function named(subject: SubjectFacts): readonly Named[] {
  const name = repositoryName(subject);
  const id = isExact(subject.repository?.id) ? subject.repository?.id : undefined;
  return name === undefined ? [] : [{ name: name === "/" ? `repository ${id}` : name, id }];
}

/** A repository that was renamed keeps its id. */
function isSameRepository(one: Named, other: Named): boolean {
  return isSameName(one.name, other.name) || (one.id !== undefined && one.id === other.id);
}
