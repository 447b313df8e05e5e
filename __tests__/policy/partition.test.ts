import {
  defaultAudience,
  dnsSuffix,
  knownPartition,
  type Partition,
  partitionOf,
  REGION,
} from "../../lib/policy/partition";

test.each<[string, Partition]>([
  ["ap-northeast-2", "aws"],
  ["us-east-1", "aws"],
  ["ca-west-1", "aws"],
  ["eu-central-2", "aws"],
  ["af-south-1", "aws"],
  ["il-central-1", "aws"],
  ["me-central-1", "aws"],
  ["mx-central-1", "aws"],
  ["sa-east-1", "aws"],
  ["ap-southeast-99", "aws"],
  ["cn-north-1", "aws-cn"],
  ["cn-northwest-1", "aws-cn"],
  ["cn-south-7", "aws-cn"],
  ["us-gov-east-1", "aws-us-gov"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-gov-central-2", "aws-us-gov"],
  ["eusc-de-east-1", "aws-eusc"],
  ["eusc-fr-west-3", "aws-eusc"],
  ["us-iso-east-1", "aws-iso"],
  ["us-iso-west-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["us-isob-west-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-east-1", "aws-iso-f"],
  ["us-isof-south-1", "aws-iso-f"],
])("%s lies in the partition %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
  expect(knownPartition(region)).toBe(partition);
  expect(REGION.pattern.test(region)).toBe(true);
});

test.each([
  "",
  "seoul",
  "global",
  "us",
  "us-east",
  "us-east-0",
  "us-east-100",
  "ap-northeast-2a",
  "AP-northeast-2",
  "us-gov-1",
  "us-isox-east-1",
  "eusc-east-1",
  "us_east_1",
  " us-east-1",
  "us-east-1 ",
  "us-east-1\n",
  "us-east-1,us-east-2",
  "*",
])("rejects %p, which is no region's code", (text) => {
  expect(partitionOf(text)).toBeUndefined();
  expect(() => knownPartition(text)).toThrow(new TypeError(`not an AWS region: ${text}`));
  expect(REGION.pattern.test(text)).toBe(false);
});

test.each<[Partition, string, string]>([
  ["aws", "amazonaws.com", "sts.amazonaws.com"],
  ["aws-cn", "amazonaws.com.cn", "sts.amazonaws.com.cn"],
  ["aws-us-gov", "amazonaws.com", "sts.amazonaws.com"],
  ["aws-eusc", "amazonaws.eu", "sts.amazonaws.com"],
  ["aws-iso", "c2s.ic.gov", "sts.amazonaws.com"],
  ["aws-iso-b", "sc2s.sgov.gov", "sts.amazonaws.com"],
  ["aws-iso-e", "cloud.adc-e.uk", "sts.amazonaws.com"],
  ["aws-iso-f", "csp.hci.ic.gov", "sts.amazonaws.com"],
])("hosts of %s end in %s, and its audience is %s", (partition, suffix, audience) => {
  expect(dnsSuffix(partition)).toBe(suffix);
  expect(defaultAudience(partition)).toBe(audience);
});
