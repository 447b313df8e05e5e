import { r01 } from "./r01-missing-subject";
import { r02 } from "./r02-subject-wildcard";
import { r03 } from "./r03-owner-wildcard";
import { r04 } from "./r04-owner-prefix";
import { r05 } from "./r05-other-owner";
import { r06 } from "./r06-every-repository";
import { r07 } from "./r07-repository-wildcard";
import { r08 } from "./r08-any-context";
import { r09 } from "./r09-pull-request-push";
import { r10 } from "./r10-branch-wildcard";
import { r11 } from "./r11-tag-wildcard";
import { r12 } from "./r12-environment-wildcard";
import { r13 } from "./r13-unprotected-environment";
import { r14 } from "./r14-for-all-values";
import { r15 } from "./r15-if-exists";
import { r16 } from "./r16-negative-operator";
import { r17 } from "./r17-any-audience";
import { r18 } from "./r18-literal-wildcard";
import { r19 } from "./r19-subject-without-repository";
import { r20 } from "./r20-workflow-without-subject";
import { r21 } from "./r21-workflow-wildcard";
import { r22 } from "./r22-inner-wildcard";
import { r23 } from "./r23-name-subject";
import { r24 } from "./r24-id-wildcard";
import { r25 } from "./r25-hyphen-id";
import { r26 } from "./r26-both-subject-formats";
import { r27 } from "./r27-outdated-subject";
import { r28 } from "./r28-policy-variable";
import { r29 } from "./r29-unsupported-claim";
import { r30 } from "./r30-weak-claim";
import { r31 } from "./r31-unmatchable-condition";
import { r32 } from "./r32-weaker-statement";
import { r33 } from "./r33-excess-permissions";
import { r34 } from "./r34-other-provider";
import { r35 } from "./r35-long-session";
import { r36 } from "./r36-unreviewed-code";
import { r37 } from "./r37-every-ecr-repository";
import { r38 } from "./r38-forgeable-environment";
import { r39 } from "./r39-shared-repositories";
import { r40 } from "./r40-everyone-principal";
import { r41 } from "./r41-misspelled-provider";
import { r42 } from "./r42-unfilled-key";
import { r43 } from "./r43-unknown-operator";
import { r44 } from "./r44-other-action";
import { r45 } from "./r45-other-audience";
import { r46 } from "./r46-needless-for-all-values";
import type { Rule } from "./rule";

/** Every rule, in the order of the ids. */
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
  r38,
  r39,
  r40,
  r41,
  r42,
  r43,
  r44,
  r45,
  r46,
];
