import type { TextRule } from "./text-rule";

interface PartitionFacts {
  readonly regions: RegExp;
  readonly dnsSuffix: string;
  readonly audience: string;
}

const DIRECTION = "(?:central|(?:north|south)(?:east|west)?|east|west)-[1-9][0-9]?";
const STS_AUDIENCE = "sts.amazonaws.com";

/**
 * The AWS partitions by the shape of their region names, so that a new region of a known partition needs no release.
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
const PARTITIONS = {
  aws: {
    regions: new RegExp(`^(?:af|ap|ca|eu|il|me|mx|sa|us)-${DIRECTION}$`),
    dnsSuffix: "amazonaws.com",
    audience: STS_AUDIENCE,
  },
  "aws-cn": {
    regions: new RegExp(`^cn-${DIRECTION}$`),
    dnsSuffix: "amazonaws.com.cn",
    audience: "sts.amazonaws.com.cn",
  },
  "aws-us-gov": {
    regions: new RegExp(`^us-gov-${DIRECTION}$`),
    dnsSuffix: "amazonaws.com",
    audience: STS_AUDIENCE,
  },
  "aws-eusc": {
    regions: new RegExp(`^eusc-[a-z]{2}-${DIRECTION}$`),
    dnsSuffix: "amazonaws.eu",
    audience: STS_AUDIENCE,
  },
  "aws-iso": {
    regions: new RegExp(`^us-iso-${DIRECTION}$`),
    dnsSuffix: "c2s.ic.gov",
    audience: STS_AUDIENCE,
  },
  "aws-iso-b": {
    regions: new RegExp(`^us-isob-${DIRECTION}$`),
    dnsSuffix: "sc2s.sgov.gov",
    audience: STS_AUDIENCE,
  },
  "aws-iso-e": {
    regions: new RegExp(`^eu-isoe-${DIRECTION}$`),
    dnsSuffix: "cloud.adc-e.uk",
    audience: STS_AUDIENCE,
  },
  "aws-iso-f": {
    regions: new RegExp(`^us-isof-${DIRECTION}$`),
    dnsSuffix: "csp.hci.ic.gov",
    audience: STS_AUDIENCE,
  },
} as const satisfies Record<string, PartitionFacts>;

/**
 * A part of AWS with accounts and ARNs of its own.
 * @inline
 */
export type Partition = keyof typeof PARTITIONS;

export const PARTITION_NAMES = Object.keys(PARTITIONS) as Partition[];

/** Whether an ARN may name this partition. */
export function isPartition(text: string): text is Partition {
  return (PARTITION_NAMES as readonly string[]).includes(text);
}

export const REGION: TextRule = {
  noun: "an AWS region",
  allowed: "such as ap-northeast-2",
  pattern: new RegExp(PARTITION_NAMES.map((name) => PARTITIONS[name].regions.source).join("|")),
};

/** The partition that a region lies in, or nothing where the text is not a region's code. */
export function partitionOf(region: string): Partition | undefined {
  return PARTITION_NAMES.find((name) => PARTITIONS[name].regions.test(region));
}

/**
 * The partition of a region that has been checked before.
 * @throws TypeError for a text that is no region's code.
 */
export function knownPartition(region: string): Partition {
  const partition = partitionOf(region);
  if (partition === undefined) throw new TypeError(`not ${REGION.noun}: ${region}`);
  return partition;
}

/** The end of the host names of a partition's services, without a leading dot. */
export function dnsSuffix(partition: Partition): string {
  return PARTITIONS[partition].dnsSuffix;
}

/**
 * The audience that configure-aws-credentials asks GitHub for in a partition: what a trust policy has to admit.
 */
export function defaultAudience(partition: Partition): string {
  return PARTITIONS[partition].audience;
}

/** Whether an audience is that of STS in a partition. */
export function isStsAudience(audience: string): boolean {
  return PARTITION_NAMES.some((name) => defaultAudience(name) === audience);
}

/** The day of the list. A region of a later day works too: its partition follows from the shape of its name. */
export const REGIONS_DATE = "2026-11-20";

/**
 * The AWS regions by partition, in botocore 1.44.8.
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 */
const REGIONS: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "me-west-1",
    "mx-central-1",
    "sa-east-1",
    "sa-west-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
  ],
  "aws-cn": ["cn-north-1", "cn-northwest-1"],
  "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
  "aws-eusc": ["eusc-de-east-1"],
  "aws-iso": ["us-iso-east-1", "us-iso-west-1"],
  "aws-iso-b": ["us-isob-east-1", "us-isob-west-1"],
  "aws-iso-e": ["eu-isoe-west-1"],
  "aws-iso-f": ["us-isof-east-1", "us-isof-south-1"],
};

/** Every region of the list. */
export const KNOWN_REGIONS: readonly string[] = Object.values(REGIONS).flat();

/** Whether an audience is what GitHub sends if a step requests none: the URL of the repository's owner. */
export function isGithubAudience(audience: string): boolean {
  return /^https:\/\/[^/]+\/[^/]+$/.test(audience);
}
