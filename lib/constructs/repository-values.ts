import { ActionsSecret } from "@cdktf/provider-github/lib/actions-secret";
import { ActionsVariable } from "@cdktf/provider-github/lib/actions-variable";
import { Construct } from "constructs";
import { address } from "./address";

export interface RepositoryValuesProps {
  /** `secrets` are masked in logs and dropped from job outputs, `variables` are not. */
  readonly as: "secrets" | "variables";
  readonly values: readonly {
    /** Name of the repository, without its owner, which the provider knows. */
    readonly repository: string;
    readonly name: string;
    /** Nothing confidential: it stands in the JSON and in the state. */
    readonly value: string;
  }[];
}

/** Values of one kind that the workflows of an owner's repositories read. */
export class RepositoryValues extends Construct {
  constructor(scope: Construct, id: string, { as, values }: RepositoryValuesProps) {
    super(scope, id);
    for (const { repository, name, value } of values) {
      const resourceId = address(repository, name);
      switch (as) {
        case "secrets":
          new ActionsSecret(this, resourceId, { repository, secretName: name, plaintextValue: value });
          break;
        case "variables":
          new ActionsVariable(this, resourceId, { repository, variableName: name, value });
          break;
      }
    }
  }
}
