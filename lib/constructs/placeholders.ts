import { Fn, Token } from "cdktf";

/** Placeholder accounts count up from 000000000000, and regions down from us-southwest-99. None of them exists. */
const ACCOUNT_DIGITS = 12;
const LAST_REGION = 99;

/** Far above GitHub's ids, and still safe integers. */
const FIRST_PLACEHOLDER_ID = 9_007_199_254_000_000;

/** The form of a value that a CDKTF token must have at apply time, for Terraform's `regex`. */
const ID = "^[1-9][0-9]*$";
const ACCOUNT = "^[0-9]{12}$";
export const REPOSITORY_ARN = "^arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9._/-]+$";

/**
 * Replaces CDKTF tokens by literal placeholders, so that policies with tokens can be checked at synthesis, and restores the tokens afterwards.
 * A restored token is an expression that fails at apply time if the value does not have the form that the checks assumed.
 */
export class Placeholders {
  private readonly replaced: { readonly text: string; readonly token: string }[] = [];
  /** Placeholders of ids, by CDKTF token. */
  private readonly ids = new Map<string, number>();
  /** Number CDKTF tokens of ids, by placeholder. */
  private readonly numbers = new Map<number, number>();
  /** Placeholders of an unknown account and region. */
  readonly account: string;
  readonly region: string;
  private readonly given: string;
  private count = 0;

  /** @param given all literal text of the props. A placeholder must not occur in it. */
  constructor(given: string) {
    this.given = given;
    this.account = this.free((number) => String(number).padStart(ACCOUNT_DIGITS, "0"));
    this.region = this.free((number) => `us-southwest-${LAST_REGION - number}`);
  }

  /** An account id, or its placeholder. */
  accountId(accountId: string): string {
    if (!Token.isUnresolved(accountId)) return accountId;
    this.replace(this.account, ofForm(ACCOUNT, accountId));
    return this.account;
  }

  /** A GitHub id, or its placeholder. */
  githubId(id: number | string): unknown {
    if (!Token.isUnresolved(id)) return typeof id === "string" && /^[0-9]{1,15}$/.test(id) ? Number(id) : id;
    const token = Token.asString(id);
    const known = this.ids.get(token);
    if (known !== undefined) return known;
    const placeholder = Number(this.another((number) => String(FIRST_PLACEHOLDER_ID + number)));
    this.ids.set(token, placeholder);
    this.replace(String(placeholder), ofForm(ID, token));
    this.numbers.set(placeholder, typeof id === "number" ? id : Token.asNumber(id));
    return placeholder;
  }

  /**
   * The placeholder name of an ECR repository with an ARN.
   * @param arnsOf the ARNs of a repository with this name, one for each region of the role.
   * @param isMade whether the ARN is an attribute of an ECR repository, so that its form needs no check.
   */
  repository(arn: string, arnsOf: (name: string) => readonly string[], isMade: boolean): string {
    const name = this.another((number) => `stand-in/${number}`);
    for (const text of arnsOf(name))
      this.replace(text, isMade || !Token.isUnresolved(arn) ? arn : ofForm(REPOSITORY_ARN, arn));
    return name;
  }

  /** @param pattern that the ARN of the provider must match. */
  provider(text: string, arn: string, pattern: string, isMade: boolean): void {
    this.replace(text, isMade || !Token.isUnresolved(arn) ? arn : ofForm(pattern, arn));
  }

  /** Adds a placeholder for another CDKTF token. */
  replace(text: string, token: string): void {
    if (this.replaced.some((known) => known.text === text)) return;
    this.replaced.push({ text, token });
    // The longer first: an ARN can contain the placeholder of the account.
    this.replaced.sort((one, other) => other.text.length - one.text.length);
  }

  /** A value with CDKTF tokens in place of placeholders. */
  restored<Value>(value: Value): Value {
    return this.mapped(value, ({ token }) => token) as Value;
  }

  /** A message in which `(a CDKTF token)` replaces placeholders. */
  shown(text: string): string {
    return this.mapped(text, () => "(a CDKTF token)") as string;
  }

  /** A placeholder that is used for one CDKTF token only. */
  private another(textOf: (number: number) => string): string {
    return this.free(() => textOf(this.count++));
  }

  private free(textOf: (number: number) => string): string {
    for (let number = 0; ; number++) {
      const text = textOf(number);
      if (!this.given.includes(text)) return text;
    }
  }

  private mapped(value: unknown, to: (pair: { readonly token: string }) => string): unknown {
    if (typeof value === "string") {
      return this.replaced.reduce((text, pair) => text.replaceAll(pair.text, () => to(pair)), value);
    }
    if (typeof value === "number") return this.numbers.get(value) ?? value;
    if (Array.isArray(value)) return [...new Set(value.map((element) => this.mapped(element, to)))];
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.mapped(each, to)]));
  }
}

/** A CDKTF token whose value must match at apply time. */
function ofForm(pattern: string, token: string): string {
  return Token.asString(Fn.regex(pattern, token));
}
