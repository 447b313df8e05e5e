import { Fn, Token } from "cdktf";

/** Accounts from 000000000000 on and regions from us-southwest-99 down do not exist. */
const ACCOUNT_DIGITS = 12;
const LAST_REGION = 99;

/** Far above GitHub's ids, and still whole numbers. */
const FIRST_PLACEHOLDER_ID = 9_007_199_254_000_000;

/** What a token has to be once Terraform knows it, as Terraform's `regex` reads it. */
const ID = "^[1-9][0-9]*$";
const ACCOUNT = "^[0-9]{12}$";
export const REPOSITORY_ARN = "^arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9._/-]+$";

/**
 * Literal texts in the place of tokens, so that what holds tokens can be judged before anything is made; and the way back, where each token
 * stands in an expression that fails in Terraform's hands if it does not have the form that the judgement took for granted.
 */
export class Placeholders {
  private readonly replaced: { readonly text: string; readonly token: string }[] = [];
  /** What stands for tokens of ids. */
  private readonly ids = new Map<string, number>();
  /** Tokens of ids as numbers, by what stands for them. */
  private readonly numbers = new Map<number, number>();
  /** Of an account and of a region that nobody has said. */
  readonly account: string;
  readonly region: string;
  private readonly given: string;
  private count = 0;

  /** @param given all literal text around the tokens: what stands in it already can stand for nothing else. */
  constructor(given: string) {
    this.given = given;
    this.account = this.free((number) => String(number).padStart(ACCOUNT_DIGITS, "0"));
    this.region = this.free((number) => `us-southwest-${LAST_REGION - number}`);
  }

  /** An account id, or what stands for it. */
  accountId(accountId: string): string {
    if (!Token.isUnresolved(accountId)) return accountId;
    this.replace(this.account, ofForm(ACCOUNT, accountId));
    return this.account;
  }

  /** An id of GitHub's, or what stands for it. */
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
   * The name of an ECR repository that stands for one with an ARN.
   * @param arnsOf the ARNs that a repository with this name has, one for each region of the role.
   * @param isMade whether the ARN is that of a resource, which cannot be anything else.
   */
  repository(arn: string, arnsOf: (name: string) => readonly string[], isMade: boolean): string {
    const name = this.another((number) => `stand-in/${number}`);
    for (const text of arnsOf(name))
      this.replace(text, isMade || !Token.isUnresolved(arn) ? arn : ofForm(REPOSITORY_ARN, arn));
    return name;
  }

  /** @param pattern that the ARN of the provider has to match. */
  provider(text: string, arn: string, pattern: string, isMade: boolean): void {
    this.replace(text, isMade || !Token.isUnresolved(arn) ? arn : ofForm(pattern, arn));
  }

  /** Says what a text stands for, where it is not among those above. */
  replace(text: string, token: string): void {
    if (this.replaced.some((known) => known.text === text)) return;
    this.replaced.push({ text, token });
    // The longer first: an ARN may hold the account that stands in for another token.
    this.replaced.sort((one, other) => other.text.length - one.text.length);
  }

  /** A value with tokens where stand-ins were. */
  restored<Value>(value: Value): Value {
    return this.mapped(value, ({ token }) => token) as Value;
  }

  /** A text for people. */
  shown(text: string): string {
    return this.mapped(text, () => "(a CDKTF token)") as string;
  }

  /** A text for one token, and for no other one. */
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

/** A token, if all of it matches. */
function ofForm(pattern: string, token: string): string {
  return Token.asString(Fn.regex(pattern, token));
}
