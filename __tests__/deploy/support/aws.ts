/** Where the calls go, and as whom. */
export interface AwsAccount {
  /** Of moto. */
  readonly endpoint: string;
  /** Default: moto's own, 123456789012. */
  readonly accountId?: string;
  /** Default: us-east-1. */
  readonly region?: string;
  /** Default: a key that no one has. */
  readonly keyId?: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly text: string;
}

/** The version parameter of each Query API; moto picks the operations by it. */
const QUERY_API_VERSION = { iam: "2010-05-08", sts: "2011-06-15" } as const;

const ECR_TARGET_PREFIX = "AmazonEC2ContainerRegistry_V20150921";

/** moto reads service and region from the signature's scope, checks no signature, and lets a header name the account. */
function headers(
  { accountId, region = "us-east-1", keyId = "AKIAIOSFODNN7EXAMPLE" }: AwsAccount,
  service: string,
): Record<string, string> {
  const scope = `Credential=${keyId}/20260101/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
    ...(accountId && { "x-moto-account-id": accountId }),
  };
}

async function answer(url: URL, init: RequestInit): Promise<AwsAnswer> {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text() };
}

function successText(call: string, { status, text }: AwsAnswer): string {
  if (status >= 300) throw new Error(`${call} answers ${status}: ${text}`);
  return text;
}

/**
 * A call of IAM or STS, for its XML.
 *
 * @throws what AWS answers, if it is an error; its code (`NoSuchEntity`) is in the message
 */
export async function query(
  account: AwsAccount,
  service: keyof typeof QUERY_API_VERSION,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<string> {
  const body = new URLSearchParams({ Action: action, Version: QUERY_API_VERSION[service], ...parameters });
  const init = { method: "POST", headers: headers(account, service), body };
  return successText(`${service} ${action}`, await answer(new URL("/", account.endpoint), init));
}

/**
 * A call of ECR.
 *
 * @throws what AWS answers, if it is an error
 */
export async function ecr(account: AwsAccount, action: string, input: object): Promise<unknown> {
  const init = {
    method: "POST",
    headers: {
      ...headers(account, "ecr"),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${ECR_TARGET_PREFIX}.${action}`,
    },
    body: JSON.stringify(input),
  };
  return JSON.parse(successText(`ecr ${action}`, await answer(new URL("/", account.endpoint), init)));
}

/**
 * A call of S3, whatever its status: that a bucket is not there is an answer too.
 *
 * @param path `/bucket`, `/bucket/key`, `/bucket?versioning`, `/bucket?list-type=2`
 */
export function s3(
  account: AwsAccount,
  method: "GET" | "HEAD" | "PUT" | "DELETE",
  path: string,
  body?: string,
): Promise<AwsAnswer> {
  const init = { method, headers: headers(account, "s3"), ...(body !== undefined && { body }) };
  return answer(new URL(path, account.endpoint), init);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescaped(xml: string): string {
  return xml.replace(/&(#x?)?(\w+);/g, (whole: string, radix: string | undefined, name: string) => {
    if (radix === undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(Number.parseInt(name, radix === "#x" ? 16 : 10));
  });
}

/** The texts of all elements with this tag that hold nothing but text. */
export function xmlTexts(xml: string, tag: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([^<]*)</${tag}>`, "g"))].map(([, text = ""]) =>
    unescaped(text),
  );
}

/** The text of the first such element. */
export function xmlText(xml: string, tag: string): string {
  const [first] = xmlTexts(xml, tag);
  if (first === undefined) throw new Error(`no <${tag}> in ${xml}`);
  return first;
}

/** A policy document, which IAM wraps into XML as percent-encoded JSON. */
export function xmlDocument(xml: string, tag: string): unknown {
  return JSON.parse(decodeURIComponent(xmlText(xml, tag)));
}
