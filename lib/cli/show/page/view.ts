import { type Html, html, NOTHING } from "./html";

/** A part of the page: the same facts from another side. */
export interface View {
  readonly name: string;
  readonly title: string;
  readonly count: number;
  readonly content: Html;
}

interface ViewParts extends Pick<View, "name" | "title"> {
  readonly lead: string;
  /** Of columns; none, where the view has no columns. */
  readonly heads: readonly string[];
  readonly groups: readonly Html[];
}

export function viewOf({ name, title, lead, heads, groups }: ViewParts): View {
  const content = html`<section class="view" id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${title}</h2>
<p class="lead">${lead}</p>
${headsHtml(heads)}${groups}<p class="empty" hidden>Nothing here answers to the filter.</p>
</section>
`;
  return { name, title, count: groups.length, content };
}

/** What the columns hold, for the eye: each value has its label besides. */
function headsHtml([first, ...others]: readonly string[]): Html {
  if (first === undefined) return NOTHING;
  const spans = others.map((head) => html`<span>${head}</span>`);
  return html`<div class="heads" aria-hidden="true"><span>${first}</span><div class="columns">${spans}</div></div>
`;
}
