import { isKnownRegion, nearestRegion } from "../../lib/config/nearest-region";
import { partitionOf } from "../../lib/policy/partition";
import { KNOWN_REGIONS } from "../../lib/policy/regions";

test.each([
  ["eu-cental-1", "eu-central-1"],
  ["us-east-3", "us-east-2"],
  ["eu-west-11", "eu-west-1"],
  ["us-east", "us-east-1"],
  ["us-east-3x", "us-east-2"],
  ["ap-northeast-2a", "ap-northeast-2"],
  ["AP-NORTHEAST-2", "ap-northeast-2"],
  ["ap-southeast-8", "ap-southeast-7"],
  ["us-gov-west-2", "us-gov-west-1"],
])("%s is near %s", (text, region) => {
  expect(nearestRegion(text)).toBe(region);
});

test.each(["seoul", "", "mars-north-1", "*"])("%j is near no region", (text) => {
  expect(nearestRegion(text)).toBeUndefined();
});

test.each(["ap-east-2", "ap-southeast-6", "mx-central-1", "eusc-de-east-1", "us-isof-south-1"])(
  "%s is known",
  (region) => {
    expect(isKnownRegion(region)).toBe(true);
  },
);

test("every known region has a partition, and stands in the list once", () => {
  expect(KNOWN_REGIONS.filter((region) => partitionOf(region) === undefined)).toStrictEqual([]);
  expect(new Set(KNOWN_REGIONS).size).toBe(KNOWN_REGIONS.length);
});
