/** The list of rules. To add one: its file, a line here, and test/rules/<name>.test.ts. */
import type { Rule, RuleText } from "../lint/rule.ts";
import { suppressionRules } from "../lint/suppress.ts";
import type { Enum, Model, Schema } from "../schema/resolve.ts";
import { allColumnsNullable } from "./schema/all-columns-nullable.ts";
import { arrayOfIds } from "./schema/array-of-ids.ts";
import { bTreeOnListOrJson } from "./schema/b-tree-on-list-or-json.ts";
import { booleanAsNumber } from "./schema/boolean-as-number.ts";
import { cascadeAgainstSoftDelete } from "./schema/cascade-against-soft-delete.ts";
import { cascadeBlastRadius } from "./schema/cascade-blast-radius.ts";
import { caseSensitiveUnique } from "./schema/case-sensitive-unique.ts";
import { columnNotMappedToSnakeCase } from "./schema/column-not-mapped-to-snake-case.ts";
import { commentedOutModel } from "./schema/commented-out-model.ts";
import { createdAtWithoutDefault } from "./schema/created-at-without-default.ts";
import { cyclicRequiredRelations } from "./schema/cyclic-required-relations.ts";
import { databaseMoneyType } from "./schema/database-money-type.ts";
import { dateAsString } from "./schema/date-as-string.ts";
import { decimalWithoutPrecision } from "./schema/decimal-without-precision.ts";
import { delimitedListInString } from "./schema/delimited-list-in-string.ts";
import { duplicateIndex } from "./schema/duplicate-index.ts";
import { entityAttributeValue } from "./schema/entity-attribute-value.ts";
import { enumNameNotPascalCase } from "./schema/enum-name-not-pascal-case.ts";
import { enumValueCaseMixed } from "./schema/enum-value-case-mixed.ts";
import { fieldNameNotCamelCase } from "./schema/field-name-not-camel-case.ts";
import { fixedLengthChar } from "./schema/fixed-length-char.ts";
import { foreignKeyAcrossTenants } from "./schema/foreign-key-across-tenants.ts";
import { foreignKeyShapedScalar } from "./schema/foreign-key-shaped-scalar.ts";
import {
  enumIdentifierOver63Bytes,
  identifierOver63Bytes,
} from "./schema/identifier-over-63-bytes.ts";
import { implicitReferentialAction } from "./schema/implicit-referential-action.ts";
import { indexDuplicatesUnique } from "./schema/index-duplicates-unique.ts";
import { intPrimaryKey } from "./schema/int-primary-key.ts";
import { isolatedModel } from "./schema/isolated-model.ts";
import { jsonInsteadOfJsonb } from "./schema/json-instead-of-jsonb.ts";
import { listWithoutDefault } from "./schema/list-without-default.ts";
import { lowSelectivityIndex } from "./schema/low-selectivity-index.ts";
import { missingPrimaryKey } from "./schema/missing-primary-key.ts";
import { missingTimestamps } from "./schema/missing-timestamps.ts";
import { modelNameNotPascalCase } from "./schema/model-name-not-pascal-case.ts";
import { modelWithoutTenantKey } from "./schema/model-without-tenant-key.ts";
import { moneyAsFloat } from "./schema/money-as-float.ts";
import { namesCollideInDatabase } from "./schema/names-collide-in-database.ts";
import {
  namesDifferInCaseOnly,
  tableNamesDifferInCaseOnly,
} from "./schema/names-differ-in-case-only.ts";
import { nativeTypeDiffersAcrossForeignKey } from "./schema/native-type-differs-across-foreign-key.ts";
import { nullableBoolean } from "./schema/nullable-boolean.ts";
import { nullableColumnInUnique } from "./schema/nullable-column-in-unique.ts";
import { overlappingForeignKeys } from "./schema/overlapping-foreign-keys.ts";
import { personalDataUnannotated } from "./schema/personal-data-unannotated.ts";
import { pluralModelName } from "./schema/plural-model-name.ts";
import { prefixRedundantIndex } from "./schema/prefix-redundant-index.ts";
import { randomUuidPrimaryKey } from "./schema/random-uuid-primary-key.ts";
import { rangeColumnBeforeEqualityColumn } from "./schema/range-column-before-equality-column.ts";
import { repeatingGroup } from "./schema/repeating-group.ts";
import { reservedWordAsName } from "./schema/reserved-word-as-name.ts";
import { secretInClear } from "./schema/secret-in-clear.ts";
import { setNullOnRequiredField } from "./schema/set-null-on-required-field.ts";
import { severalJsonCatchAlls } from "./schema/several-json-catch-alls.ts";
import { singleValueEnum } from "./schema/single-value-enum.ts";
import { singularListField } from "./schema/singular-list-field.ts";
import { smallintPrimaryKey } from "./schema/smallint-primary-key.ts";
import { softDeleteIgnoredByUnique } from "./schema/soft-delete-ignored-by-unique.ts";
import { statusKeptAsString } from "./schema/status-kept-as-string.ts";
import { tableNotMappedToSnakeCase } from "./schema/table-not-mapped-to-snake-case.ts";
import { timeWithTimeZone } from "./schema/time-with-time-zone.ts";
import { timestampWithoutTimeZone } from "./schema/timestamp-without-time-zone.ts";
import { tooManyIndexes } from "./schema/too-many-indexes.ts";
import { twoSoftDeleteMarkers } from "./schema/two-soft-delete-markers.ts";
import { undocumentedModel } from "./schema/undocumented-model.ts";
import { unindexedForeignKey } from "./schema/unindexed-foreign-key.ts";
import { uniqueNotScopedByTenant } from "./schema/unique-not-scoped-by-tenant.ts";
import { unusedEnum } from "./schema/unused-enum.ts";
import { updatedAtNotMaintained } from "./schema/updated-at-not-maintained.ts";
import { uuidStoredAsText } from "./schema/uuid-stored-as-text.ts";
import { wideIndex } from "./schema/wide-index.ts";
import { wideModel } from "./schema/wide-model.ts";

/** Rules whose subject is a model with its resolved neighbours. */
export const modelRules: readonly Rule<Model>[] = [
  allColumnsNullable,
  bTreeOnListOrJson,
  booleanAsNumber,
  cascadeAgainstSoftDelete,
  caseSensitiveUnique,
  createdAtWithoutDefault,
  databaseMoneyType,
  dateAsString,
  decimalWithoutPrecision,
  delimitedListInString,
  duplicateIndex,
  entityAttributeValue,
  fieldNameNotCamelCase,
  fixedLengthChar,
  identifierOver63Bytes,
  implicitReferentialAction,
  indexDuplicatesUnique,
  isolatedModel,
  jsonInsteadOfJsonb,
  listWithoutDefault,
  lowSelectivityIndex,
  missingPrimaryKey,
  missingTimestamps,
  modelNameNotPascalCase,
  moneyAsFloat,
  namesDifferInCaseOnly,
  nativeTypeDiffersAcrossForeignKey,
  nullableBoolean,
  nullableColumnInUnique,
  overlappingForeignKeys,
  personalDataUnannotated,
  pluralModelName,
  prefixRedundantIndex,
  randomUuidPrimaryKey,
  rangeColumnBeforeEqualityColumn,
  repeatingGroup,
  reservedWordAsName,
  secretInClear,
  setNullOnRequiredField,
  severalJsonCatchAlls,
  singularListField,
  softDeleteIgnoredByUnique,
  statusKeptAsString,
  timeWithTimeZone,
  timestampWithoutTimeZone,
  tooManyIndexes,
  twoSoftDeleteMarkers,
  undocumentedModel,
  unindexedForeignKey,
  updatedAtNotMaintained,
  wideIndex,
  wideModel,
  columnNotMappedToSnakeCase,
  tableNotMappedToSnakeCase,
];

/** Rules whose subject is an enum. One may share its name with a rule about models. */
export const enumRules: readonly Rule<Enum>[] = [
  enumIdentifierOver63Bytes,
  enumNameNotPascalCase,
  enumValueCaseMixed,
  singleValueEnum,
];

/** Rules that have to see all models at once. They run again after every edit. */
export const schemaRules: readonly Rule<Schema>[] = [
  arrayOfIds,
  cascadeBlastRadius,
  commentedOutModel,
  cyclicRequiredRelations,
  foreignKeyShapedScalar,
  intPrimaryKey,
  namesCollideInDatabase,
  tableNamesDifferInCaseOnly,
  unusedEnum,
  smallintPrimaryKey,
  uuidStoredAsText,
  uniqueNotScopedByTenant,
  foreignKeyAcrossTenants,
  modelWithoutTenantKey,
];

const byName = new Map<string, RuleText>(
  [...modelRules, ...enumRules, ...schemaRules, ...suppressionRules].map((rule) => [
    rule.name,
    rule,
  ]),
);

/** Everything that can be configured, by name. */
export const allRules: readonly RuleText[] = [...byName.values()].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
