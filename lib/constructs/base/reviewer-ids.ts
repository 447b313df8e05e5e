import { DataGithubTeam } from "@cdktf/provider-github/lib/data-github-team";
import { DataGithubUser } from "@cdktf/provider-github/lib/data-github-user";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { address } from "../address";

export interface ReviewersProps {
  /** Logins without duplicates. */
  readonly users: readonly string[];
  /** Slugs of teams of the provider's owner, without duplicates. */
  readonly teams: readonly string[];
}

/** Looks up the ids of users and teams, which GitHub requires for reviewers. */
export class Reviewers extends Construct {
  /** By login. */
  readonly userIds: ReadonlyMap<string, number>;
  /** By slug. */
  readonly teamIds: ReadonlyMap<string, number>;

  constructor(scope: Construct, id: string, { users, teams }: ReviewersProps) {
    super(scope, id);
    const byUser = new Construct(this, "users");
    const byTeam = new Construct(this, "teams");
    this.userIds = new Map(
      users.map((username) => [
        username,
        Token.asNumber(new DataGithubUser(byUser, address(username), { username }).id),
      ]),
    );
    this.teamIds = new Map(
      teams.map((slug) => [
        slug,
        Token.asNumber(new DataGithubTeam(byTeam, address(slug), { slug, summaryOnly: true }).id),
      ]),
    );
  }
}
