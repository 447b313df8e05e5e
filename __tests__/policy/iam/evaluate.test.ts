import type { ArnScope } from "../../../lib/policy/arn";
import type { Decision } from "../../../lib/policy/iam/evaluate";
import { ACCOUNT, ISSUER, PROVIDER_ARN } from "../../support/github";
import {
  ENDS,
  evaluated,
  IS,
  IS_KEPT_OUT,
  IS_NOT,
  NONE,
  type Outcome,
  REF,
  STATEMENT,
  SUB,
  TOKEN,
  unknownKey,
} from "./evaluated";

const FITS = { StringLike: { [`${ISSUER}:sub`]: "repo:acme/*" } };
const MISFITS = { StringLike: { [`${ISSUER}:sub`]: "repo:evil/*" } };
const UNKNOWN = { StringEquals: { "aws:x": "y" } };

const allow = (Condition: object) => ({ ...STATEMENT, Condition });
const deny = (Condition: object) => ({ ...STATEMENT, Effect: "Deny", Condition });

describe("of several statements", () => {
  const H = "holds";
  const F = "fails";
  const N = "undetermined";
  const none = undefined;

  test.each<[string, readonly object[], Decision["outcome"], number | undefined, readonly Outcome[]]>([
    ["the only Allow", [allow({})], "allowed", 0, [H]],
    ["the first Allow that fits", [allow(MISFITS), allow(FITS), allow({})], "allowed", 1, [F, H, H]],
    ["an Allow that fits after an undetermined one", [allow(UNKNOWN), allow(FITS)], "allowed", 1, [N, H]],
    ["an Allow where no Deny fits", [deny(MISFITS), allow(FITS)], "allowed", 1, [F, H]],
    ["a Deny after an Allow", [allow(FITS), deny(FITS)], "denied", 1, [H, H]],
    ["a Deny before an Allow", [deny({}), allow({})], "denied", 0, [H, H]],
    ["the first Deny that fits", [allow({}), deny(UNKNOWN), deny(FITS), deny({})], "denied", 2, [H, N, H, H]],
    ["a Deny beside an undetermined Allow", [allow(UNKNOWN), deny(FITS)], "denied", 1, [N, H]],
    ["none, as no Allow fits", [allow(MISFITS), deny(MISFITS)], "denied", none, [F, F]],
    ["none, as there is no Allow", [deny(MISFITS)], "denied", none, [F]],
    ["none, with an undetermined Deny and no Allow", [allow(MISFITS), deny(UNKNOWN)], "denied", none, [F, N]],
    ["none, as an Allow is undetermined", [allow(MISFITS), allow(UNKNOWN)], "undetermined", none, [F, N]],
    ["none, as a Deny is undetermined", [allow(FITS), deny(UNKNOWN)], "undetermined", none, [H, N]],
  ])("decides %s", (_, Statement, outcome, decidedBy, outcomes) => {
    const { conditions: _conditions, ...answer } = evaluated({ Version: "2012-10-17", Statement });

    expect(answer).toStrictEqual({
      outcome,
      decidedBy,
      statements: outcomes.map((each) => [each, "holds", "holds"]),
    });
  });
});

describe("of several conditions", () => {
  const sub = `${ISSUER}:sub`;
  const ref = `${ISSUER}:ref`;
  const subHolds = [sub, "holds", SUB, IS];
  const refHolds = [ref, "holds", REF, IS];
  const refFails = [ref, "fails", REF, IS_NOT];
  const unknown = ["aws:x", "undetermined", NONE, unknownKey("aws:x")];

  test.each<[string, Readonly<Record<string, object>>, Outcome, readonly unknown[]]>([
    ["all keys have to hold", { StringLike: { [sub]: "repo:*", [ref]: "*" } }, "holds", [subHolds, refHolds]],
    ["one key suffices to fail", { StringLike: { [sub]: "*", [ref]: "x" } }, "fails", [subHolds, refFails]],
    [
      "one operator suffices to fail",
      { StringLike: { [ref]: "*" }, StringNotLike: { [ref]: "*main" } },
      "fails",
      [refHolds, [ref, "fails", REF, IS_KEPT_OUT]],
    ],
    [
      "fails goes before undetermined",
      { StringLike: { "aws:x": "*", [ref]: "x" } },
      "fails",
      [unknown, refFails],
    ],
    [
      "undetermined goes before holds",
      { StringLike: { [sub]: "*", "aws:x": "*" } },
      "undetermined",
      [subHolds, unknown],
    ],
  ])("%s", (_, Condition, outcome, conditions) => {
    expect(evaluated({ Version: "2012-10-17", Statement: allow(Condition) })).toStrictEqual({
      outcome: ENDS[outcome],
      decidedBy: outcome === "holds" ? 0 : undefined,
      statements: [[outcome, "holds", "holds"]],
      conditions,
    });
  });
});

const elsewhere = (from: string, to: string) => ({
  Principal: { Federated: PROVIDER_ARN.replace(from, to) },
});

describe("a statement is about", () => {
  test.each<[string, object, Outcome, ArnScope | undefined]>([
    ["the provider", {}, "holds", ACCOUNT],
    ["the provider among others", { Principal: { Federated: ["x", PROVIDER_ARN] } }, "holds", ACCOUNT],
    ["everyone", { Principal: "*" }, "holds", ACCOUNT],
    ["every principal of AWS", { Principal: { AWS: ["123456789012", "*"] } }, "holds", ACCOUNT],
    ["a service", { Principal: { Service: "*" } }, "fails", ACCOUNT],
    [
      "a wildcard for a provider, which is not documented",
      { Principal: { Federated: "*" } },
      "undetermined",
      ACCOUNT,
    ],
    ["another account's provider", elsewhere("123456789012", "210987654321"), "fails", ACCOUNT],
    ["another partition's provider", elsewhere("arn:aws:", "arn:aws-cn:"), "fails", ACCOUNT],
    ["any account's provider", elsewhere("123456789012", "210987654321"), "holds", undefined],
    ["any partition's provider", elsewhere("arn:aws:", "arn:aws-cn:"), "holds", undefined],
    ["another issuer's provider", elsewhere("token.", "evil-token."), "fails", undefined],
    ["an issuer with a path", elsewhere(ISSUER, `${ISSUER}/acme`), "fails", undefined],
    ["a provider by its name", { Principal: { Federated: ISSUER } }, "fails", undefined],
    ["a SAML provider", elsewhere("oidc-provider/", "saml-provider/"), "fails", undefined],
    ["an account", { Principal: { AWS: "123456789012" } }, "fails", ACCOUNT],
    ["the provider as an account", { Principal: { AWS: PROVIDER_ARN } }, "fails", ACCOUNT],
    ["all but one principal", { Principal: undefined, NotPrincipal: { AWS: "x" } }, "undetermined", ACCOUNT],
    ["no principal", { Principal: undefined, NotPrincipal: "*" }, "undetermined", ACCOUNT],
  ])("%s: its principal %s", (_, changes, principal, account) => {
    expectElements(changes, principal, [principal, "holds"], account);
  });

  test.each<[string, string | readonly string[], Outcome]>([
    ["Action", "sts:AssumeRoleWithWebIdentity", "holds"],
    ["Action", "STS:assumerolewithwebIDENTITY", "holds"],
    ["Action", ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"], "holds"],
    ["Action", "sts:*", "holds"],
    ["Action", "*", "holds"],
    ["Action", "sts:AssumeRole*", "holds"],
    ["Action", "sts:AssumeRoleWith???Identity", "holds"],
    ["Action", "???:*", "holds"],
    ["Action", "sts:AssumeRole", "fails"],
    ["Action", "sts:AssumeRoleWithWebIdentity?", "fails"],
    ["Action", ["sts:TagSession", "ecr:*"], "fails"],
    ["Action", "sts.AssumeRoleWithWebIdentity", "fails"],
    ["NotAction", "sts:AssumeRole", "holds"],
    ["NotAction", ["sts:TagSession", "ecr:*"], "holds"],
    ["NotAction", ["ecr:*", "STS:assumerolewithwebidentity"], "fails"],
    ["NotAction", "*", "fails"],
  ])("%s %j: its action %s", (element, patterns, action) => {
    expectElements({ Action: undefined, [element]: patterns }, action, ["holds", action], ACCOUNT);
  });

  function expectElements(
    changes: object,
    outcome: Outcome,
    elements: readonly Outcome[],
    account: ArnScope | undefined,
  ): void {
    const document = { Version: "2012-10-17", Statement: { ...STATEMENT, ...changes } };

    expect(evaluated(document, TOKEN, account)).toStrictEqual({
      outcome: ENDS[outcome],
      decidedBy: outcome === "holds" ? 0 : undefined,
      statements: [[outcome, ...elements]],
      conditions: [],
    });
  }
});

test("an issuer with capitals is the provider as written, and its keys have no case", () => {
  const issuerHost = `${ISSUER}/ACME`;
  const document = (arn: string, key: string) => ({
    Version: "2012-10-17",
    Statement: {
      ...STATEMENT,
      Principal: { Federated: arn },
      Condition: { StringLike: { [key]: "repo:*" } },
    },
  });
  const outcomes = [
    document(`${PROVIDER_ARN}/ACME`, `${ISSUER}/ACME:sub`),
    document(`${PROVIDER_ARN}/ACME`, `${ISSUER}/acme:SUB`),
    document(`${PROVIDER_ARN}/acme`, `${ISSUER}/ACME:sub`),
    document(`${PROVIDER_ARN}/ACME`, `${ISSUER}:sub`),
  ].map((each) => evaluated(each, TOKEN, ACCOUNT, issuerHost).outcome);

  expect(outcomes).toStrictEqual(["allowed", "allowed", "denied", "denied"]);
});
