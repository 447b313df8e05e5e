import { summaryText } from "../../lib/cli/summary";
import { parsedConfig } from "../../lib/config/load";
import { seed } from "../stacks/synthesized";

function summary(yaml: string): string {
  return summaryText({
    config: parsedConfig(yaml, "access.yaml"),
    path: "access.yaml",
    out: "cdktf.out",
    left: [],
  });
}

test("a first deploy of the bucket comes before the rest", () => {
  const s3 = (create: string) =>
    seed({ file: `state: { s3: { bucket: acme, region: eu-west-1, create: ${create} } }` });
  expect(summary(s3("true"))).toContain("\nstate\n  the bucket in which the other stacks keep their state\n");
  expect(summary(s3("true"))).toContain("Next: npx cdktf deploy state, then npx cdktf deploy '*', or");
  expect(summary(s3("migrated"))).toContain("Next: npx cdktf deploy '*', or");
});

test("a long list says how much more there is", () => {
  const repositories = (count: number) =>
    summary(
      seed().replace("[web]", `[${Array.from({ length: count }, (_, index) => `r${index}`).join(", ")}]`),
    );
  expect(repositories(20)).not.toContain("more");
  expect(repositories(21)).toContain("r19, and 1 more\n");
});

test("warnings stand before the next step", () => {
  expect(summary(seed({ role: "name: GitHubActions" }))).toContain(
    "\n\nwarning: role GitHubActions in 123456789012: this very name is reported not to work; choose another\n\nNext:",
  );
});
