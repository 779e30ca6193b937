/** The list of rules. To add one: its file, a line here, and test/rules/<name>.test.ts. */
import type { Rule, RuleText } from "../lint/rule.ts";
import { suppressionRules } from "../lint/suppress.ts";
import type { Enum, Model } from "../schema/resolve.ts";
import { duplicateIndex } from "./schema/duplicate-index.ts";
import {
  enumIdentifierOver63Bytes,
  identifierOver63Bytes,
} from "./schema/identifier-over-63-bytes.ts";
import { implicitReferentialAction } from "./schema/implicit-referential-action.ts";
import { indexDuplicatesUnique } from "./schema/index-duplicates-unique.ts";
import { missingPrimaryKey } from "./schema/missing-primary-key.ts";
import { missingTimestamps } from "./schema/missing-timestamps.ts";
import { moneyAsFloat } from "./schema/money-as-float.ts";
import { prefixRedundantIndex } from "./schema/prefix-redundant-index.ts";
import { timestampWithoutTimeZone } from "./schema/timestamp-without-time-zone.ts";
import { unindexedForeignKey } from "./schema/unindexed-foreign-key.ts";

/** Rules whose subject is a model with its resolved neighbours. */
export const modelRules: readonly Rule<Model>[] = [
  duplicateIndex,
  identifierOver63Bytes,
  implicitReferentialAction,
  indexDuplicatesUnique,
  missingPrimaryKey,
  missingTimestamps,
  moneyAsFloat,
  prefixRedundantIndex,
  timestampWithoutTimeZone,
  unindexedForeignKey,
];

/** Rules whose subject is an enum. Each shares its name with a rule about models. */
export const enumRules: readonly Rule<Enum>[] = [enumIdentifierOver63Bytes];

/** Everything that can be configured, by name. */
export const allRules: readonly RuleText[] = [...modelRules, ...suppressionRules].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
