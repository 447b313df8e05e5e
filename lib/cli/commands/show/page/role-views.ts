import {
  type Access,
  type PublishedValues,
  type RoleAccess,
  type RoleRisk,
  reachesOf,
} from "../../../../report/access";
import {
  type AcceptedRisk,
  acceptedRisks,
  type Row,
  rowsOf,
  type UnacceptedRisk,
  unacceptedRisks,
} from "../../../../report/grouping";
import { counted, numberText } from "../../../../report/words";
import {
  chips,
  code,
  codes,
  conditionsHtml,
  contextHtml,
  fixHtml,
  Html,
  html,
  joined,
  labelled,
  mayBadges,
  NOTHING,
  principalHtml,
  riskChip,
  roleAnchor,
  roleId,
  rowData,
  type View,
  viewOf,
  WARNING,
} from "./parts";

const SECONDS_IN_MINUTE = 60;

/** By role, in full. */
export function roleView({ roles }: Access): View {
  return viewOf({
    name: "roles",
    title: "Roles",
    lead: "Each IAM role with its subjects, its warnings and its trust policy.",
    heads: [],
    groups: roles.map(roleHtml),
  });
}

function roleHtml(role: RoleAccess): Html {
  const contexts = role.grants.map(({ context }) => context);
  return html`<article class="group row card" id="${roleId(role)}" ${rowData(role, contexts, role.risks)}>
<header><h3>${role.name} in ${role.account.name}</h3> ${mayBadges(role)} ${chips(role.risks, role)}
<p class="arn">${code(role.arn)}</p>${role.description === undefined ? NOTHING : html`<p>${role.description}</p>`}</header>
${labelled("facts", [
  ["Account", account(role)],
  ["Allows", html`<ul>${rowsOf(role).map(rowHtml)}</ul>${conditionsHtml([], role)}`],
  ["ECR repositories", reach(role)],
  ["Session", session(role)],
  [
    "Permissions boundary",
    role.permissionsBoundaryArn === undefined ? "none" : code(role.permissionsBoundaryArn),
  ],
  ["Policies", codes(role.policies)],
  ...(role.attachedPolicyArns === undefined
    ? []
    : [
        [
          "Other policies",
          html`${codes(role.attachedPolicyArns)} (the file does not say what they allow)`,
        ] as const,
      ]),
  ["Values in GitHub", role.values === undefined ? "none" : values(role.values)],
])}
${notes(role.risks, role)}<details class="more"><summary>Trust policy</summary><pre>${json(role.trustPolicy)}</pre></details>
</article>
`;
}

function rowHtml({ principals, context, conditions, subjects }: Row): Html {
  const names = joined(principals.map(principalHtml), ", ");
  const list = subjects.map((subject) => html`<p class="subject">${code(subject)}</p>`);
  return html`<li>${names} <span class="from">${contextHtml(context)}</span>${list}${conditionsHtml(conditions, NO_EXCEPTIONS)}</li>`;
}

/** The exceptions of the role are shown once, below its grants. */
const NO_EXCEPTIONS = { exceptions: [] };

function reach(role: RoleAccess): Html {
  return joined(
    reachesOf(role).map(
      ({ registries, repositories }) =>
        html`${codes(repositories)} <span class="from">in ${codes(registries.map(({ host }) => host))}</span>`,
    ),
    "; ",
  );
}

function session({ maxSessionSeconds }: RoleAccess): string {
  const minutes = Math.floor(maxSessionSeconds / SECONDS_IN_MINUTE);
  const seconds = maxSessionSeconds % SECONDS_IN_MINUTE;
  return `at most ${counted(minutes, "minute")}${seconds === 0 ? "" : `, ${counted(seconds, "second")}`}`;
}

function account({ account: { id, name, audience, oidcProvider } }: RoleAccess): Html {
  const named = name === id ? NOTHING : html`${name}, `;
  return html`${named}${code(id)}; audience ${code(audience)}, OIDC provider: ${oidcProvider}`;
}

function values({ places, values: byName }: PublishedValues): Html {
  const list = Object.entries(byName).map(([name, value]) => html`${code(name)} = ${code(value)}`);
  return html`${places.join(", ")}: ${joined(list, ", ")}`;
}

/** `html` would put a text on one line. */
function json(document: object): Html {
  const lines = JSON.stringify(document, undefined, 2).split("\n");
  return joined(
    lines.map((line) => new Html(line.slice(0, line.search(/\S/)) + html`${line}`.markup)),
    "\n",
  );
}

/** Each risk and warning in full, with the fix or the reason for which it is accepted. */
function notes(risks: readonly RoleRisk[], { warnings }: Pick<RoleAccess, "warnings">): Html {
  if (risks.length + warnings.length === 0) return NOTHING;
  return html`<ul class="risks">${risks.map(
    (risk) =>
      html`<li>${riskChip(risk)} ${riskText(risk)} <span class="given">Found: ${codes(risk.shownGiven ?? risk.given)}</span></li>`,
  )}${warnings.map((warning) => html`<li>${WARNING} ${warning}</li>`)}</ul>
`;
}

function riskText(risk: RoleRisk): Html {
  return html`${risk.impact}. ${
    risk.reason === undefined ? fixHtml(risk) : html`<b>Accepted:</b> <q>${risk.reason}</q>`
  }`;
}

/** A rule that is violated, or another warning, with the roles that it is about. */
export function warningView(access: Access): View {
  const { roles, warnings } = access;
  const risks = unacceptedRisks(access);
  return viewOf({
    name: "warnings",
    title: "Warnings",
    detail: highText(risks),
    lead: "Rules that roles violate without an accepted risk, and other warnings.",
    heads: [],
    groups: [
      ...risks.map(ruleGroup),
      ...roles.flatMap((role) =>
        role.warnings.map((text, index) =>
          groupHtml(`warning/${roleId(role)}/${index}`, warningHtml(text), [roleRow(role, [])]),
        ),
      ),
      ...warnings.map((text, index) =>
        groupHtml(`warning/file/${index}`, warningHtml(text), [
          html`<li class="row" data-may="" data-from="" data-account="" data-risk="warning">The file</li>
`,
        ]),
      ),
    ],
  });
}

export function acceptedView(access: Access): View {
  const risks = acceptedRisks(access);
  return viewOf({
    name: "accepted",
    title: "Accepted risks",
    detail: highText(risks),
    lead: "Rules that roles violate on purpose, each with its reason.",
    heads: [],
    groups: risks.map(acceptedGroup),
  });
}

function highText(risks: readonly Pick<RoleRisk, "severity">[]): string | undefined {
  const count = risks.filter(({ severity }) => severity === "high").length;
  return count === 0 ? undefined : `${numberText(count)} high`;
}

function ruleGroup(risk: UnacceptedRisk): Html {
  const title = html`<h3>${riskChip({ ...risk, reason: undefined })}</h3><p>${risk.impact}. ${fixHtml(risk)}</p>`;
  const rows = risk.roles.map((role) =>
    roleRow(
      role,
      role.risks.filter(({ rule }) => rule === risk.rule),
    ),
  );
  return groupHtml(`rule/${risk.rule}`, title, rows);
}

function acceptedGroup({ role, ...risk }: AcceptedRisk): Html {
  const title = html`<h3>${riskChip({ ...risk, reason: undefined })}</h3><p>${risk.impact}.</p>`;
  const reason = html`<p>Accepted: <q>${risk.reason}</q></p>`;
  return groupHtml(`accepted/${risk.rule}/${roleId(role)}`, title, [roleRow(role, [risk], reason)]);
}

function warningHtml(text: string): Html {
  return html`<h3>${WARNING}</h3><p>${text}</p>`;
}

function groupHtml(id: string, title: Html, rows: readonly Html[]): Html {
  return html`<article class="group" id="${id}">
<header>${title}</header>
<ul>${rows}</ul>
</article>
`;
}

function roleRow(role: RoleAccess, risks: readonly RoleRisk[], more: Html = NOTHING): Html {
  const rules = risks.map(({ rule }) => rule);
  const contexts = role.grants
    .filter((grant) => risks.length === 0 || grant.rules.some((rule) => rules.includes(rule)))
    .map(({ context }) => context);
  return html`<li class="row" ${rowData(role, contexts, risks)}><p>${roleLink(role)}</p>${more}</li>
`;
}

function roleLink(role: RoleAccess): Html {
  return html`${roleAnchor(role)} in ${role.account.name}`;
}
