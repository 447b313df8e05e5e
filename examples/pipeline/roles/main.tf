# The two roles of the pipeline in one AWS account, and what they need there. An administrator applies this once for each account, in a workspace
# of the account. Without it, the second account would replace the state of the first one:
#   terraform workspace select -or-create 123456789012
#   terraform apply -var account=123456789012 -var region=ap-northeast-2 -var subject=repo:acme/access -var state_bucket=acme-tfstate

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}

variable "account" {
  description = "AWS account, 12 digits"
  type        = string
}

variable "region" {
  type = string
}

variable "partition" {
  type    = string
  default = "aws"
}

variable "subject" {
  description = "The beginning of the subject of this repository's tokens: repo:OWNER/NAME, or repo:OWNER@ID/NAME@ID if they have ids"
  type        = string

  validation {
    condition     = can(regex("^repo:[^/:*?]+/[^/:*?]+$", var.subject))
    error_message = "Expected repo:OWNER/NAME or repo:OWNER@ID/NAME@ID, without wildcards."
  }
}

variable "state_bucket" {
  description = "S3 bucket of the Terraform state"
  type        = string
}

variable "issuer" {
  description = "Issuer of the tokens, without https://. GHE.com has one for each subdomain"
  type        = string
  default     = "token.actions.githubusercontent.com"
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account]
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${var.issuer}"
  client_id_list = [local.audience]
}

locals {
  # What configure-aws-credentials requests in the partition.
  audience = var.partition == "aws-cn" ? "sts.amazonaws.com.cn" : "sts.amazonaws.com"
  roles = {
    # Every pull request of this repository can read. Only jobs of the environment access, whose reviewers approve them, can write.
    AccessPlan  = { policy = "plan.json", contexts = ["pull_request", "ref:refs/heads/main"] }
    AccessApply = { policy = "apply.json", contexts = ["environment:access"] }
  }
  values = {
    account      = var.account
    partition    = var.partition
    state_bucket = var.state_bucket
  }
}

# The most that a role of access.yaml can do, whatever its policies say.
resource "aws_iam_policy" "boundary" {
  name   = "AccessBoundary"
  policy = templatefile("${path.module}/boundary.json", local.values)
}

resource "aws_iam_role" "pipeline" {
  for_each             = local.roles
  name                 = each.key
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Condition = {
        StringEquals = {
          "${var.issuer}:aud" = local.audience
          "${var.issuer}:sub" = [for context in each.value.contexts : "${var.subject}:${context}"]
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "pipeline" {
  for_each = local.roles
  name     = each.key
  role     = aws_iam_role.pipeline[each.key].name
  policy   = templatefile("${path.module}/${each.value.policy}", local.values)
}
