import { type Html, html, NOTHING } from "./html";

/** A tab of the page. */
export interface View {
  readonly name: string;
  readonly title: string;
  /** The number of groups. */
  readonly count: number;
  /** Shown behind the number: `1 high`. */
  readonly detail: string | undefined;
  readonly content: Html;
}

interface ViewParts extends Pick<View, "name" | "title"> {
  readonly detail?: string | undefined;
  readonly lead: string;
  /** Titles of the columns; empty for a view without columns. */
  readonly heads: readonly string[];
  readonly groups: readonly Html[];
}

export function viewOf({ name, title, detail, lead, heads, groups }: ViewParts): View {
  const content = html`<section class="view" id="${name}" aria-labelledby="${name}-title">
<div class="title"><h2 id="${name}-title">${title}</h2>
<p class="lead">${lead}</p></div>
${headsHtml(heads)}${groups}<p class="empty"${groups.length === 0 ? NOTHING : html` hidden`}>${groups.length === 0 ? "None." : "Nothing matches the filter."}</p>
</section>
`;
  return { name, title, count: groups.length, detail, content };
}

/** For the eye only: each value has its own label for screen readers. */
function headsHtml([first, ...others]: readonly string[]): Html {
  if (first === undefined) return NOTHING;
  const spans = others.map((head) => html`<span>${head}</span>`);
  return html`<div class="heads" aria-hidden="true"><span>${first}</span><div class="columns">${spans}</div></div>
`;
}
