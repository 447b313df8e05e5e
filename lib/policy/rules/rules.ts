import { r01 } from "./r01-untested-subject";
import { r02 } from "./r02-any-subject";
import { r03 } from "./r03-any-owner";
import { r04 } from "./r04-owner-prefix";
import { r05 } from "./r05-other-owner";
import { r06 } from "./r06-any-repository";
import { r07 } from "./r07-repository-pattern";
import { r08 } from "./r08-any-context";
import { r09 } from "./r09-pull-request";
import { r10 } from "./r10-branch-pattern";
import { r11 } from "./r11-tag-pattern";
import { r12 } from "./r12-environment-pattern";
import { r13 } from "./r13-unprotected-environment";
import { r14 } from "./r14-for-all-values";
import { r15 } from "./r15-if-exists";
import { r16 } from "./r16-only-negative";
import { r17 } from "./r17-audience";
import { r18 } from "./r18-wildcard-under-equals";
import { r19 } from "./r19-subject-without-repository";
import { r20 } from "./r20-workflow-alone";
import { r21 } from "./r21-workflow-pattern";
import { r22 } from "./r22-wildcard-before-segment";
import { r23 } from "./r23-names-alone";
import { r24 } from "./r24-any-id";
import { r25 } from "./r25-hyphen-ids";
import { r26 } from "./r26-both-formats";
import { r27 } from "./r27-outdated-format";
import { r28 } from "./r28-policy-variable";
import { r29 } from "./r29-unfilled-key";
import { r30 } from "./r30-weak-guard";
import { r31 } from "./r31-unmatchable";
import { r32 } from "./r32-weaker-statement";
import { r33 } from "./r33-more-than-push-and-pull";
import { r34 } from "./r34-foreign-provider";
import { r35 } from "./r35-long-session";
import { r36 } from "./r36-unreviewed-branch";
import { r37 } from "./r37-push-everywhere";
import type { Rule } from "./rule";

/**
 * Every rule, by its number.
 *
 * @example
 * ```ts
 * import { RULES } from "cdktf-github-actions-ecr/policy";
 *
 * const rule = RULES.find(({ id }) => id === "R04");
 * console.log(rule?.severity, "-", rule?.requirement); // critical - the owner ends with a slash, not with a wildcard
 * console.log(rule?.fix); // write the whole owner and a slash after it, such as repo:acme/web:ref:refs/heads/main
 * ```
 */
export const RULES: readonly Rule[] = [
  r01,
  r02,
  r03,
  r04,
  r05,
  r06,
  r07,
  r08,
  r09,
  r10,
  r11,
  r12,
  r13,
  r14,
  r15,
  r16,
  r17,
  r18,
  r19,
  r20,
  r21,
  r22,
  r23,
  r24,
  r25,
  r26,
  r27,
  r28,
  r29,
  r30,
  r31,
  r32,
  r33,
  r34,
  r35,
  r36,
  r37,
];
