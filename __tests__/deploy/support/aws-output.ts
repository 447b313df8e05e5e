import { type AwsAccount, query } from "./aws";

/**
 * The JSON that the AWS CLI prints for a call of IAM. Policies stay percent-encoded, as the API has them; the CLI decodes them.
 * @param parameters of the call.
 */
export async function iamOutput(
  account: AwsAccount,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const root = parsedXml(await query(account, "iam", action, parameters));
  const result = root.children.find(({ tag }) => tag === `${action}Result`);
  if (result === undefined) throw new Error(`${action} answers without a result`);
  return elementValue(result);
}

interface Element {
  readonly tag: string;
  readonly children: Element[];
  text: string;
}

/** The top element of a document without comments and sections. */
function parsedXml(xml: string): Element {
  const top: Element = { tag: "", children: [], text: "" };
  const open = [top];
  for (const [, close, tag = "", empty, text = ""] of xml.matchAll(/<(\/)?([\w.]+)[^>]*?(\/)?>([^<]*)/g)) {
    const current = open.at(-1) ?? top;
    if (close !== undefined) {
      open.pop();
      continue;
    }
    const element: Element = { tag, children: [], text };
    current.children.push(element);
    if (empty === undefined) open.push(element);
  }
  return top.children[0] ?? top;
}

/** Elements that are lists, also if they are empty. */
const LIST = /(?:List|Policies|Tags|Roles)$/;

function elementValue({ tag, children, text }: Element): unknown {
  if (children.length === 0) return LIST.test(tag) ? [] : scalarOf(text);
  if (children.every((child) => child.tag === "member")) return children.map(elementValue);
  return Object.fromEntries(children.map((child) => [child.tag, elementValue(child)]));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#34;": '"',
  "&amp;": "&",
};

function scalarOf(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (/^[0-9]{1,10}$/.test(text)) return Number(text);
  return text.replace(/&(?:lt|gt|quot|#39|#34|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
