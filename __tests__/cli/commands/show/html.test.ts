import { html, joined, NOTHING } from "../../../../lib/cli/commands/show/page/parts";

test.each([
  ["text", "a & b", "<p>a &amp; b</p>"],
  ["an element", "</p><script>alert(1)</script>", "<p>&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>"],
  ["quotes", `"><img onerror='x'>`, "<p>&quot;&gt;&lt;img onerror=&#39;x&#39;&gt;</p>"],
  ["a line separator", "a\u2028b", "<p>a\\u{2028}b</p>"],
  ["a number", 5, "<p>5</p>"],
  ["markup", html`<b>${"<"}</b>`, "<p><b>&lt;</b></p>"],
  ["a list of markup", [html`<i>a</i>`, html`<i>b</i>`], "<p><i>a</i><i>b</i></p>"],
  ["nothing", NOTHING, "<p></p>"],
])("%s is inserted", (_, value, expected) => {
  expect(html`<p>${value}</p>`.markup).toBe(expected);
});

test("a value cannot end its attribute", () => {
  expect(html`<a title="${'" onclick="alert(1)'}">x</a>`.markup).toBe(
    '<a title="&quot; onclick=&quot;alert(1)">x</a>',
  );
});

test("joins parts", () => {
  expect(joined([html`<b>1</b>`, html`<b>2</b>`], ", ").markup).toBe("<b>1</b>, <b>2</b>");
});
