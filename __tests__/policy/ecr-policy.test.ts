import type { ArnScope } from "../../lib/policy/arn";
import { ecrPolicy } from "../../lib/policy/ecr-policy";

const SCOPE: ArnScope = { partition: "aws", accountId: "123456789012" };

/** The seed's document, to the letter. */
const SEED = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
    {
      Sid: "ECRPushPull",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeRepositories",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web",
    },
  ],
};

test("pushing to one repository takes the seed's document, to the letter and in its order", () => {
  const document = ecrPolicy(SCOPE, { access: "push", repositories: ["web"], regions: ["ap-northeast-2"] });

  expect(document).toStrictEqual(SEED);
  expect(JSON.stringify(document)).toBe(JSON.stringify(SEED));
});

test("pushing to every repository takes the seed's document with * for the name", () => {
  const document = ecrPolicy(SCOPE, { access: "push", repositories: ["*"], regions: ["ap-northeast-2"] });

  expect(JSON.stringify(document)).toBe(JSON.stringify(SEED).replace("repository/web", "repository/*"));
});

test("pulling lets a client read layers and change nothing", () => {
  expect(
    ecrPolicy(SCOPE, { access: "pull", repositories: ["web"], regions: ["ap-northeast-2"] }),
  ).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
      {
        Sid: "ECRPull",
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: "arn:aws:ecr:ap-northeast-2:123456789012:repository/web",
      },
    ],
  });
});

test("both together are the actions of both, on every repository in every region", () => {
  expect(
    ecrPolicy(
      { partition: "aws-cn", accountId: "210987654321" },
      { access: "push-pull", repositories: ["web", "team/*"], regions: ["cn-north-1", "cn-northwest-1"] },
    ),
  ).toStrictEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "ECRAuth", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
      {
        Sid: "ECRPushPull",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:DescribeRepositories",
          "ecr:GetDownloadUrlForLayer",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: [
          "arn:aws-cn:ecr:cn-north-1:210987654321:repository/web",
          "arn:aws-cn:ecr:cn-north-1:210987654321:repository/team/*",
          "arn:aws-cn:ecr:cn-northwest-1:210987654321:repository/web",
          "arn:aws-cn:ecr:cn-northwest-1:210987654321:repository/team/*",
        ],
      },
    ],
  });
});
