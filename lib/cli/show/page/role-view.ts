import type { Access, Grant, PublishedValues, RoleAccess } from "../../../report/access";
import { counted } from "../../../report/words";
import { Html, html, joined, NOTHING } from "./html";
import {
  chips,
  code,
  codes,
  conditionsHtml,
  fromHtml,
  labelled,
  mayBadges,
  notes,
  roleId,
  rowData,
  whoHtml,
} from "./parts";
import { type View, viewOf } from "./view";

const SECONDS_IN_MINUTE = 60;

/** Everything about each role. */
export function roleView({ roles }: Access): View {
  return viewOf({
    name: "roles",
    title: "Roles",
    lead: "Each IAM role in full, with the subjects and the trust policy as AWS reads them.",
    heads: [],
    groups: roles.map(roleHtml),
  });
}

function roleHtml(role: RoleAccess): Html {
  const froms = role.grants.map(({ from }) => from);
  return html`<article class="group row card" id="${roleId(role)}" ${rowData(role, froms, role.risks)}>
<header><h3>${role.name}</h3> ${mayBadges(role)} ${chips(role.risks, role)}
<p class="arn">${code(role.arn)}</p>${role.description === undefined ? NOTHING : html`<p>${role.description}</p>`}</header>
${labelled("facts", [
  ["Lets in", html`<ul>${role.grants.map(grantHtml)}</ul>${conditionsHtml([], role)}`],
  ["May reach", reach(role)],
  ["Session", session(role)],
  [
    "Permissions boundary",
    role.permissionsBoundaryArn === undefined ? "none" : code(role.permissionsBoundaryArn),
  ],
  ["Policies", codes(role.policies)],
  ["Account", account(role)],
  ["In GitHub", role.values === undefined ? "nothing is written" : values(role.values)],
])}
${notes(role.risks, role)}<details class="more"><summary>Trust policy</summary><pre>${json(role.trustPolicy)}</pre></details>
</article>
`;
}

function grantHtml({ who, from, asked, subjects }: Grant): Html {
  const list = subjects.map((subject) => html`<p class="subject">${code(subject)}</p>`);
  const conditions = conditionsHtml(asked, NO_EXCEPTIONS);
  return html`<li>${whoHtml({ who })} <span class="from">${fromHtml(from)}</span>${list}${conditions}</li>`;
}

/** Exceptions are the role's, and stand below its grants. */
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
  return html`${named}${code(id)}; tokens for ${code(audience)}; OIDC provider: ${oidcProvider}`;
}

function values({ places, values: byName }: PublishedValues): Html {
  const list = Object.entries(byName).map(([name, value]) => html`${code(name)} = ${code(value)}`);
  return html`${places.join(", ")}: ${joined(list, ", ")}`;
}

/** A document keeps its lines. */
function json(document: object): Html {
  const lines = JSON.stringify(document, undefined, 2).split("\n");
  return joined(
    lines.map((line) => new Html(line.slice(0, line.search(/\S/)) + html`${line}`.markup)),
    "\n",
  );
}
