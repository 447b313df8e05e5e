import { conditionHolds, interpolated, type Status } from "./expressions";

const CONTEXTS = {
  github: { ref_type: "tag", ref_name: "v1", sha: "0a1b" },
  steps: { ecr: { outputs: { registry: "127.0.0.1:5000" } } },
  needs: {},
};

test.each([
  ["no expression", "no expression"],
  [`\${{ github.sha }}`, "0a1b"],
  [`\${{ steps.ecr.outputs.registry }}/web:\${{ github.sha }}`, "127.0.0.1:5000/web:0a1b"],
  [`\${{ needs.build.outputs.digest }}`, ""],
  [`\${{ github.ref_type == 'tag' && format('web:{0}', github.ref_name) || '' }}`, "web:v1"],
  [`\${{ 'a}}b' }}-\${{ format('{0}''s', github.ref_name) }}`, "a}}b-v1's"],
  [`$IMAGE \${TAG:+x} $(date)`, `$IMAGE \${TAG:+x} $(date)`],
])("%s becomes %s", (text, expected) => {
  expect(interpolated(text, CONTEXTS)).toBe(expected);
});

test.each([`\${{ steps.ecr.outputs }`, `\${{ secrets.X }}`, `\${{ github.sha + 1 }}`, `\${{ unknown(1) }}`])(
  "%s is no expression that GitHub evaluates",
  (text) => {
    let value: string;
    try {
      value = interpolated(text, CONTEXTS);
    } catch {
      return;
    }
    expect(value).toBe(text);
  },
);

test.each<[string | boolean | undefined, Status, boolean]>([
  [undefined, "success", true],
  [undefined, "failure", false],
  [false, "success", false],
  ["github.ref_type == 'tag'", "success", true],
  ["github.ref_type == 'tag'", "failure", false],
  [`\${{ github.ref_type == 'branch' }}`, "success", false],
  ["steps.ecr.outputs.digest == ''", "success", true],
  ["steps.ecr.outputs.digest", "success", false],
  ["'false'", "success", true],
  ["0", "success", false],
  ["failure()", "failure", true],
  ["failure()", "success", false],
  ["always() && github.ref_type == 'tag'", "failure", true],
  ["!cancelled()", "failure", true],
])("the condition %j, after %s, is %j", (condition, status, expected) => {
  expect(conditionHolds(condition, CONTEXTS, status)).toBe(expected);
});
