import { query, xmlText } from "./aws";

const ACTION = "RemoveClientIDFromOpenIDConnectProvider";

/**
 * Takes an audience from an OIDC provider in moto's place, which cannot: the provider is made anew without it.
 * @param endpoint URL of moto.
 * @param body Of a call of the Query API.
 * @returns what AWS answers; undefined if the call is another.
 */
export async function removedClientId(endpoint: string, body: Buffer): Promise<string | undefined> {
  const called = new URLSearchParams(body.toString("latin1"));
  if (called.get("Action") !== ACTION) return undefined;
  const provider = { OpenIDConnectProviderArn: called.get("OpenIDConnectProviderArn") ?? "" };
  const [, , , , accountId = ""] = provider.OpenIDConnectProviderArn.split(":");
  const account = { endpoint, accountId };
  const xml = await query(account, "iam", "GetOpenIDConnectProvider", provider);
  const clientIds = members(xml, "ClientIDList").filter((id) => id !== called.get("ClientID"));
  await query(account, "iam", "DeleteOpenIDConnectProvider", provider);
  await query(account, "iam", "CreateOpenIDConnectProvider", {
    Url: `https://${xmlText(xml, "Url")}`,
    ...numbered("ClientIDList", clientIds),
    ...numbered("ThumbprintList", members(xml, "ThumbprintList")),
  });
  return `<${ACTION}Response><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${ACTION}Response>`;
}

function members(xml: string, list: string): readonly string[] {
  const [, inner = ""] = new RegExp(`<${list}>(.*?)</${list}>`, "s").exec(xml) ?? [];
  return [...inner.matchAll(/<member>(.*?)<\/member>/g)].map(([, member = ""]) => member);
}

function numbered(list: string, values: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(values.map((value, index) => [`${list}.member.${index + 1}`, value]));
}
