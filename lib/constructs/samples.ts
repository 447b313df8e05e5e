import { Fn, Token } from "cdktf";
import { type Deferred, knownValue } from "../policy/deferred";
import { idNumber } from "./props";
import { arnArgument } from "./terraform-text";

/** No account and no region has these names. */
const SAMPLE_ACCOUNT = "000000000000";
const SAMPLE_REGION = "us-southwest-99";

/** Far above GitHub's ids, and still safe integers. */
const FIRST_SAMPLE_ID = 9_007_199_254_000_000;

/** The form that a value must have at apply time, for Terraform's `regex`. */
const ID = "^[1-9][0-9]*$";
const ACCOUNT = "^[0-9]{12}$";

/** A GitHub id, or its CDKTF token: in the text of a policy, and as a number. */
interface WrittenId {
  readonly expression: string;
  readonly number: number;
}

/** Gives the CDKTF tokens of a role's props samples, and shows them in messages as CDKTF tokens. */
export class Samples {
  /** Samples of ids by CDKTF token: two uses of one id are one value. */
  private readonly ids = new Map<string, number>();
  private readonly writtenIds = new Map<number, WrittenId>();
  /** Texts that messages do not show. */
  private readonly hidden = new Set<string>();
  private readonly literalIds: ReadonlySet<unknown>;
  private lastId = FIRST_SAMPLE_ID - 1;

  /** @param literalIds the ids in the props. No sample equals one of them. */
  constructor(literalIds: readonly unknown[]) {
    this.literalIds = new Set(literalIds);
  }

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

  /** A GitHub id as the checks read it. A wrong one stays, so that they reject it. */
  githubId(id: unknown): unknown {
    if (!Token.isUnresolved(id)) return idNumber(id);
    const token = Token.asString(id);
    const sample = this.ids.get(token) ?? this.newId();
    this.ids.set(token, sample);
    this.hidden.add(String(sample));
    this.writtenIds.set(sample, {
      expression: ofForm(ID, token),
      number: typeof id === "number" ? id : Token.asNumber(id),
    });
    return sample;
  }

  /** A checked id as it is written. */
  writtenId(id: number): WrittenId {
    return this.writtenIds.get(id) ?? { expression: String(id), number: id };
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

  private newId(): number {
    do this.lastId++;
    while (this.literalIds.has(this.lastId));
    return this.lastId;
  }

  private sampled(sample: string, expression: string): Deferred {
    this.hidden.add(sample);
    return { sample, expression };
  }
}

/** A CDKTF token whose value must match at apply time. */
function ofForm(pattern: string, token: string): string {
  return Token.asString(Fn.regex(pattern, arnArgument(token)));
}
