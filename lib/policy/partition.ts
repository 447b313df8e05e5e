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

const PARTITION_NAMES = Object.keys(PARTITIONS) as Partition[];

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
