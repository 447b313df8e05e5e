import { fixInFile } from "../lib/config/rule-message";
import { RULES } from "../lib/policy/rules/index";
import type { Rule, RuleExample, ShownPolicy } from "../lib/policy/rules/rule";
import { RULES_PAGE, ruleSentence } from "../lib/policy/rules/rule";

export { RULES_PAGE };

/** Rules whose violations access.yaml cannot contain, or cannot show, and why. */
const NOT_IN_FILE: Readonly<Record<string, string>> = {
  R36: "the file does not contain the workflows of a repository",
};

const START = `# Rules

<!-- Written by npm run rules from lib/policy/rules. Do not edit. -->

Every trust policy is checked by ${RULES.length} rules before anything is written, whether it comes from \`trust\` or is
a [custom trust policy](guide/trust.md#custom-trust-policy). [\`check\`](commands.md#check) applies the same rules to policies from any source.

| severity       | in access.yaml                                                            |
| -------------- | ------------------------------------------------------------------------- |
| critical       | always an error                                                           |
| high           | an error until the role [accepts the risk](guide/trust.md#accept-a-risk)  |
| medium and low | a warning until the role accepts the risk                                 |

One rule never reports a violation in access.yaml. ${Object.entries(NOT_IN_FILE)
  .map(([id, reason]) => `[${id}](#${id.toLowerCase()}): ${reason}.`)
  .join(" ")}

In the examples, \`acme\` is your owner, \`web\` a repository, and the numbers after \`@\` are their ids. A subject is a value of
\`token.actions.githubusercontent.com:sub\` with \`StringLike\`.
`;

/** The text of docs/rules.md. */
export function rulesPage(): string {
  const table = [
    "| rule | name | severity | requirement |",
    "| --- | --- | --- | --- |",
    ...RULES.map(
      ({ id, name, severity, requirement }) =>
        `| [${id}](#${id.toLowerCase()}) | ${name} | ${severity} | ${escaped(requirement)} |`,
    ),
  ].join("\n");
  return `${[START, `${table}\n`, ...RULES.map(ruleSection)].join("\n")}`;
}

function ruleSection(rule: Rule): string {
  const { id, name, severity, requirement, impact, fix, details, example } = rule;
  const inFile = fixInFile(rule);
  return `## ${id}

**${name}** (${severity}). ${escaped(ruleSentence(requirement))}

- **Impact.** ${escaped(ruleSentence(impact))}
- **Fix.** ${escaped(ruleSentence(fix))}
- **In access.yaml.** ${inFile === fix ? "" : `${escaped(ruleSentence(inFile))} `}${inAccessFile(rule)}

${details}

${shownExample("Violation", example.bad)}

${shownExample("Correct", example.good)}
`;
}

function inAccessFile({ id, severity }: Rule): string {
  if (id in NOT_IN_FILE) return "The rule never reports.";
  const accept = `[accepts the risk](guide/trust.md#accept-a-risk): \`acceptRisks: [{ rule: ${id}, reason: "…" }]\``;
  switch (severity) {
    case "critical":
      return "A violation is always an error. It cannot be accepted.";
    case "high":
      return `A violation is an error until the role ${accept}`;
    case "medium":
    case "low":
      return `A violation is a warning until the role ${accept}`;
  }
}

function shownExample(title: string, { shown, where }: RuleExample): string {
  const text = where === undefined ? "" : `, ${where}`;
  if ("sub" in shown) return `${title}: ${shown.sub.map((value) => `\`${value}\``).join(" and ")}${text}`;
  if ("role" in shown) return `${title}: ${shown.role}${text}`;
  return `${title}${text}:\n\n\`\`\`json\n${jsonText(shown)}\n\`\`\``;
}

function jsonText(
  shown: Exclude<ShownPolicy, { readonly sub: unknown } | { readonly role: unknown }>,
): string {
  return compactJson("permissions" in shown ? shown.permissions : shown, "");
}

const MAX_LINE_CHARACTERS = 120;

/** JSON whose maps and lists are on one line if they fit. */
function compactJson(value: unknown, indent: string): string {
  const line = JSON.stringify(value, undefined, 1).replace(/\n */g, " ");
  if (typeof value !== "object" || value === null || indent.length + line.length <= MAX_LINE_CHARACTERS)
    return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((element) => compactJson(element, deeper))
    : Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${compactJson(inner, deeper)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.map((part) => `${deeper}${part}`).join(",\n")}\n${indent}${close}`;
}

/** Wildcards and patterns are literal in Markdown. */
function escaped(text: string): string {
  return text.replace(/[*_<>|]/g, "\\$&");
}
