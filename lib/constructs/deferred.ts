import { Fn, Token } from "cdktf";
import { type Deferred, knownValue } from "../policy/deferred";

/** No account and no region has these names. */
const SAMPLE_ACCOUNT = "000000000000";
const SAMPLE_REGION = "us-southwest-99";

/** Far above GitHub's ids, and still safe integers. A literal id of this size matches no token, so it can equal a sample. */
const FIRST_SAMPLE_ID = 9_007_199_254_000_000;

/** The form that a value must have at apply time, for Terraform's `regex`. */
const ID = "^[1-9][0-9]*$";
const ACCOUNT = "^[0-9]{12}$";

/** A GitHub id of the props. An invalid id is its own sample, so that the checks reject it. */
export interface DeferredId extends Deferred<unknown> {
  /** The number, or its CDKTF token. */
  readonly number: number;
}

/** Gives the CDKTF tokens of a role's props samples, and shows them in messages as CDKTF tokens. */
export class Samples {
  /** By CDKTF token: two uses of one id are one value. */
  private readonly ids = new Map<string, DeferredId>();
  /** Texts that messages do not show. */
  private readonly hidden = new Set<string>();

  accountId(accountId: string): Deferred {
    return Token.isUnresolved(accountId)
      ? this.unknownAccount(ofForm(ACCOUNT, accountId))
      : knownValue(accountId);
  }

  unknownAccount(expression: string): Deferred {
    return this.sampled(SAMPLE_ACCOUNT, expression);
  }

  unknownRegion(expression: string): Deferred {
    return this.sampled(SAMPLE_REGION, expression);
  }

  githubId(id: number | string): DeferredId {
    if (!Token.isUnresolved(id)) {
      const sample = typeof id === "string" && /^[0-9]{1,15}$/.test(id) ? Number(id) : id;
      return { sample, expression: String(sample), number: Number(sample) };
    }
    const token = Token.asString(id);
    const known = this.ids.get(token);
    if (known !== undefined) return known;
    const sample = FIRST_SAMPLE_ID + this.ids.size;
    this.hidden.add(String(sample));
    const number = typeof id === "number" ? id : Token.asNumber(id);
    const deferred = { sample, expression: ofForm(ID, token), number };
    this.ids.set(token, deferred);
    return deferred;
  }

  /** @param form that a value must match which is a CDKTF token; undefined if the value has it by its origin. */
  arn(sample: string, arn: string, form: string | undefined): Deferred {
    return this.sampled(sample, form === undefined || !Token.isUnresolved(arn) ? arn : ofForm(form, arn));
  }

  /** A message with `(a CDKTF token)` in place of samples. */
  shown(message: string): string {
    // The longer first: an ARN can contain the sample of the account.
    const samples = [...this.hidden].sort((one, other) => other.length - one.length);
    return samples.reduce((text, sample) => text.replaceAll(sample, "(a CDKTF token)"), message);
  }

  private sampled(sample: string, expression: string): Deferred {
    this.hidden.add(sample);
    return { sample, expression };
  }
}

/** A CDKTF token whose value must match at apply time. */
function ofForm(pattern: string, token: string): string {
  return Token.asString(Fn.regex(pattern, token));
}
