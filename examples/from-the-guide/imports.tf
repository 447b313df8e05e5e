# For the folder of the stack aws-123456789012, beside its cdk.tf.json. Delete it once it is applied.

import {
  to = aws_iam_role.GitHubActionsECRRole
  id = "GitHubActionsECRRole"
}

import {
  to = aws_iam_policy.GitHubActionsECRPolicy
  id = "arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy"
}

import {
  to = aws_iam_role_policy_attachment.GitHubActionsECRRole_GitHubActionsECRPolicy
  id = "GitHubActionsECRRole/arn:aws:iam::123456789012:policy/GitHubActionsECRPolicy"
}
