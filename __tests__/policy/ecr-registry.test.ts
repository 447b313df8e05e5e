import {
  ECR_REPOSITORY,
  MAX_ECR_REPOSITORY_CHARACTERS,
  MIN_ECR_REPOSITORY_CHARACTERS,
  registryHost,
} from "../../lib/policy/ecr-names";
import type { Partition } from "../../lib/policy/partition";

test.each<[Partition, string, string]>([
  ["aws", "ap-northeast-2", "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"],
  ["aws-cn", "cn-north-1", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"],
  ["aws-us-gov", "us-gov-west-1", "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com"],
  ["aws-eusc", "eusc-de-east-1", "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu"],
  ["aws-iso", "us-iso-east-1", "123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov"],
  ["aws-iso-b", "us-isob-east-1", "123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov"],
  ["aws-iso-e", "eu-isoe-west-1", "123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk"],
  ["aws-iso-f", "us-isof-south-1", "123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov"],
])("the registry of an account in %s, %s is %s", (partition, region, host) => {
  expect(registryHost({ partition, accountId: "123456789012" }, region)).toBe(host);
});

test("the limits of a repository's name are ECR's", () => {
  expect([MIN_ECR_REPOSITORY_CHARACTERS, MAX_ECR_REPOSITORY_CHARACTERS]).toStrictEqual([2, 256]);
});

test.each([
  "ab",
  "web",
  "0web9",
  "team/web",
  "a/b",
  "a/b/c",
  "a.b_c__d-e--f",
  "a".repeat(256),
  `${"a/".repeat(127)}ab`,
  "*",
  "team/*",
  "*/web",
  "w*b-*",
  "team-*",
  `${"a".repeat(255)}*`,
])("%s is an ECR repository", (text) => {
  expect(ECR_REPOSITORY.pattern.test(text)).toBe(true);
});

test.each([
  "",
  "a",
  "a".repeat(257),
  "Web",
  "wéb",
  "/web",
  "web/",
  "team//web",
  "-web",
  "web-",
  "a..b",
  "a___b",
  "a_.b",
  "we?",
  "we b",
  "web:latest",
  "web@sha256",
  `\${web}`,
  "Web*",
  `${"a".repeat(256)}*`,
  "web\n",
  "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web",
])("rejects %p as an ECR repository", (text) => {
  expect(ECR_REPOSITORY.pattern.test(text)).toBe(false);
});
