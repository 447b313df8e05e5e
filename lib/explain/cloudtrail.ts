import { isMap } from "../config/draft";
import { providerHost } from "../policy/iam/evaluate";
import { duplicateKeys } from "../policy/json-text";
import { claimsInSubject, type Token, unknownBeside } from "./token";

/** What CloudTrail records of a call to AssumeRoleWithWebIdentity. */
interface RecordedCall {
  readonly token: Token;
  /** The role that the call asks for. */
  readonly roleArn: string | undefined;
}

const CALL = "AssumeRoleWithWebIdentity";
const EXPECTED = `expected the CloudTrail record of one call to ${CALL}`;
const NO_RECORD = `${EXPECTED}, got no record. Look in the region that the workflow uses, about 15 minutes after the call`;

/**
 * Reads a record, a file of records (`Records`), or the output of `aws cloudtrail lookup-events` (`Events`).
 * @returns undefined if the text is none of them, such as a token.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function recordedCall(
  text: string,
): RecordedCall | { readonly problems: readonly string[] } | undefined {
  const records = recordsIn(jsonOf(text));
  if (records === undefined) return undefined;
  if (records.length === 0) return { problems: [NO_RECORD] };
  const [duplicate] = duplicateKeys(text);
  if (duplicate !== undefined) {
    const { start, other } = duplicate;
    return {
      problems: [`duplicate key at ${start.line}:${start.column}. The other: ${other.line}:${other.column}`],
    };
  }
  const calls = new Map(
    records
      .filter(({ eventName }) => eventName === CALL)
      .map((record) => [JSON.stringify(identityOf(record)), record]),
  );
  const [call, ...others] = calls.values();
  if (call === undefined) return { problems: [`${EXPECTED}, got records of other calls`] };
  if (others.length > 0) {
    return {
      problems: [`${EXPECTED}, got ${calls.size} calls with different subjects or roles. Keep one of them`],
    };
  }
  return readCall(identityOf(call));
}

type Json = Readonly<Record<string, unknown>>;

function recordsIn(value: unknown): readonly Json[] | undefined {
  if (!isMap(value)) return undefined;
  if (typeof value.eventName === "string" && "userIdentity" in value) return [value];
  if (Array.isArray(value.Records)) return value.Records.filter(isMap);
  if (!Array.isArray(value.Events)) return undefined;
  return value.Events.filter(isMap)
    .map(({ CloudTrailEvent: event }) => (typeof event === "string" ? jsonOf(event) : undefined))
    .filter(isMap);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The parts of a record that tell who called for which role. */
interface Identity {
  readonly provider: string | undefined;
  readonly principal: string | undefined;
  readonly subject: string | undefined;
  readonly roleArn: string | undefined;
}

function identityOf({ userIdentity, requestParameters }: Json): Identity {
  const identity = isMap(userIdentity) ? userIdentity : {};
  const request = isMap(requestParameters) ? requestParameters : {};
  return {
    provider: textOf(identity.identityProvider),
    principal: textOf(identity.principalId),
    subject: textOf(identity.userName),
    roleArn: textOf(request.roleArn),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `principalId` is the ARN of the provider, the audience and the subject, with colons between them. */
function readCall({
  provider,
  principal,
  subject,
  roleArn,
}: Identity): RecordedCall | { readonly problems: readonly string[] } {
  const issuerHost = provider === undefined ? undefined : providerHost(provider);
  if (issuerHost === undefined || subject === undefined) {
    return {
      problems: [
        "userIdentity: expected identityProvider (the ARN of an OIDC provider) and userName (the subject). Use the record of a call by a GitHub job",
      ],
    };
  }
  const [start, end] = [`${provider}:`, `:${subject}`];
  const hasAudience = principal?.startsWith(start) === true && principal.endsWith(end);
  const aud = hasAudience ? principal.slice(start.length, -end.length) : undefined;
  const claims = {
    iss: `https://${issuerHost}`,
    ...claimsInSubject(subject),
    sub: subject,
    ...(aud !== undefined && { aud }),
  };
  return {
    roleArn,
    token: {
      claims,
      issuerHost,
      isAudienceAssumed: aud === undefined,
      isWithheld: false,
      unknownClaims: unknownBeside(claims),
      notes: ["CloudTrail records only the issuer, the audience and the subject of a token"],
    },
  };
}
