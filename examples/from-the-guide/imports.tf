# Copy this file into the folder of the stack aws-123456789012, beside cdk.tf.json. Delete it after the apply.

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
