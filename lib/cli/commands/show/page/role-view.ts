import type { Access, PublishedValues, RoleAccess, RoleRisk } from "../../../../report/access";
import { type Row, rowsOf } from "../../../../report/grouping";
import { counted } from "../../../../report/words";
import { Html, html, joined, NOTHING } from "./html";
import {
  chips,
  code,
  codes,
  conditionsHtml,
  contextHtml,
  fixHtml,
  labelled,
  mayBadges,
  principalHtml,
  riskChip,
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

function reach({ registries, repositories }: RoleAccess): Html {
  return html`${codes(repositories)} <span class="from">in ${codes(registries.map(({ host }) => host))}</span>`;
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
      html`<li>${riskChip(risk)} ${riskText(risk)} <span class="given">Found: ${codes(risk.given)}</span></li>`,
  )}${warnings.map((warning) => html`<li>${WARNING} ${warning}</li>`)}</ul>
`;
}

function riskText(risk: RoleRisk): Html {
  return html`${risk.impact}. ${
    risk.reason === undefined ? fixHtml(risk) : html`<b>Accepted:</b> <q>${risk.reason}</q>`
  }`;
}
