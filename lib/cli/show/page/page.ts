import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Access } from "../../../report/access";
import { numberText } from "../../../report/words";
import { controls } from "./controls";
import { ecrView } from "./ecr-view";
import { githubView } from "./github-view";
import { Html, html } from "./html";
import { labelled, notes } from "./parts";
import { riskView } from "./risk-view";
import { roleView } from "./role-view";

const STYLE = readFileSync(join(__dirname, "page.css"), "utf8");
const SCRIPT = readFileSync(join(__dirname, "browser.js"), "utf8");

/** Nothing is loaded, nothing is sent, and no script runs but the page's own. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hash(STYLE)}'`,
  `script-src '${hash(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** One page with everything in it. */
export function accessPage(access: Access): string {
  const views = [githubView(access), ecrView(access), roleView(access), riskView(access)];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Who may push and pull</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header class="page">
<h1>Who may push and pull</h1>
<p class="lead">What GitHub Actions on ${access.github.host} may do in Amazon ECR, as the access file gives it. Whether it is deployed, Terraform knows.</p>
${facts(access)}
${notes([], access)}</header>
${controls(access, views)}
<main>
${views.map(({ content }) => content)}</main>
<footer><p><code>push</code> replaces images and cannot read layers back; <code>pull</code> reads. A <code>*</code> stands for any text. Tokens are signed by <code>${access.github.issuer}</code>.</p></footer>
<script>${new Html(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

function facts({ roles }: Access): Html {
  const risks = roles.flatMap((role) => role.risks);
  const accepted = risks.filter(({ reason }) => reason !== undefined);
  const high = accepted.filter(({ severity }) => severity === "high").length;
  const open = risks.length - accepted.length + roles.flatMap((role) => role.warnings).length;
  return labelled("numbers", [
    ["Accounts", numberText(new Set(roles.map(({ account }) => account.name)).size)],
    ["Roles", numberText(roles.length)],
    [
      "Risks accepted",
      high === 0 ? numberText(accepted.length) : `${numberText(accepted.length)}, ${numberText(high)} high`,
    ],
    ["Worth a look", numberText(open)],
  ]);
}

/** @see https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
