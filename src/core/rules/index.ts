/** The list of rules. To add one: its file, a line here, and test/rules/<name>.test.ts. */
import type { Rule, RuleText } from "../lint/rule.ts";
import { suppressionRules } from "../lint/suppress.ts";
import type { Enum, Model, Schema } from "../schema/resolve.ts";
import { allMigrationRules } from "./migration/index.ts";
import { planRules } from "./plan/index.ts";
import type { QueriedModel } from "./queried-model.ts";
import { jsonFilteredWithoutGin } from "./query/json-filtered-without-gin.ts";
import { unindexedQueryFilter } from "./query/unindexed-query-filter.ts";
import { allColumnsNullable } from "./schema/all-columns-nullable.ts";
import { arrayOfIds } from "./schema/array-of-ids.ts";
import { bTreeOnListOrJson } from "./schema/b-tree-on-list-or-json.ts";
import { booleanAsNumber } from "./schema/boolean-as-number.ts";
import { booleanWithoutPrefix } from "./schema/boolean-without-prefix.ts";
import { cascadeAgainstSoftDelete } from "./schema/cascade-against-soft-delete.ts";
import { cascadeBlastRadius } from "./schema/cascade-blast-radius.ts";
import { cascadeOnOptionalRelation } from "./schema/cascade-on-optional-relation.ts";
import { caseSensitiveUnique } from "./schema/case-sensitive-unique.ts";
import { clientOnlyDefault } from "./schema/client-only-default.ts";
import { columnNotMappedToSnakeCase } from "./schema/column-not-mapped-to-snake-case.ts";
import { columnTypeDiffersAcrossModels } from "./schema/column-type-differs-across-models.ts";
import { commentedOutModel } from "./schema/commented-out-model.ts";
import { constraintNameOffConvention } from "./schema/constraint-name-off-convention.ts";
import { copiedParentColumn } from "./schema/copied-parent-column.ts";
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
import { implicitManyToManyNeedsColumns } from "./schema/implicit-many-to-many-needs-columns.ts";
import { implicitReferentialAction } from "./schema/implicit-referential-action.ts";
import { inconsistentKeyStrategy } from "./schema/inconsistent-key-strategy.ts";
import { indexDuplicatesUnique } from "./schema/index-duplicates-unique.ts";
import { indexWithoutTenantKey } from "./schema/index-without-tenant-key.ts";
import { intPrimaryKey } from "./schema/int-primary-key.ts";
import { isolatedModel } from "./schema/isolated-model.ts";
import { joinTableWithoutReverseIndex } from "./schema/join-table-without-reverse-index.ts";
import { jsonInsteadOfJsonb } from "./schema/json-instead-of-jsonb.ts";
import { listWithoutDefault } from "./schema/list-without-default.ts";
import { longTextInBTree } from "./schema/long-text-in-b-tree.ts";
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
import { naturalKeyAsPrimaryKey } from "./schema/natural-key-as-primary-key.ts";
import { nearDuplicateModels } from "./schema/near-duplicate-models.ts";
import { nullableBoolean } from "./schema/nullable-boolean.ts";
import { nullableColumnInUnique } from "./schema/nullable-column-in-unique.ts";
import { numberAsString } from "./schema/number-as-string.ts";
import { optionalRelationWithRequiredKey } from "./schema/optional-relation-with-required-key.ts";
import { overlappingForeignKeys } from "./schema/overlapping-foreign-keys.ts";
import { personalDataUnannotated } from "./schema/personal-data-unannotated.ts";
import { pluralModelName } from "./schema/plural-model-name.ts";
import { prefixRedundantIndex } from "./schema/prefix-redundant-index.ts";
import { randomUuidPrimaryKey } from "./schema/random-uuid-primary-key.ts";
import { rangeColumnBeforeEqualityColumn } from "./schema/range-column-before-equality-column.ts";
import { redundantUnique } from "./schema/redundant-unique.ts";
import { repeatingGroup } from "./schema/repeating-group.ts";
import { requiredFieldMissing } from "./schema/required-field-missing.ts";
import { requiredIgnoredField } from "./schema/required-ignored-field.ts";
import { requiredUnsupportedField } from "./schema/required-unsupported-field.ts";
import { reservedWordAsName } from "./schema/reserved-word-as-name.ts";
import { secretInClear } from "./schema/secret-in-clear.ts";
import { selfReferenceWithoutAction } from "./schema/self-reference-without-action.ts";
import { setNullOnRequiredField } from "./schema/set-null-on-required-field.ts";
import { severalJsonCatchAlls } from "./schema/several-json-catch-alls.ts";
import { singleValueEnum } from "./schema/single-value-enum.ts";
import { singularListField } from "./schema/singular-list-field.ts";
import { smallintPrimaryKey } from "./schema/smallint-primary-key.ts";
import { softDeleteIgnoredByIndex } from "./schema/soft-delete-ignored-by-index.ts";
import { softDeleteIgnoredByUnique } from "./schema/soft-delete-ignored-by-unique.ts";
import { softDeleteInconsistent } from "./schema/soft-delete-inconsistent.ts";
import { statusKeptAsString } from "./schema/status-kept-as-string.ts";
import { tableNotMappedToSnakeCase } from "./schema/table-not-mapped-to-snake-case.ts";
import { timeWithTimeZone } from "./schema/time-with-time-zone.ts";
import { timestampWithoutTimeZone } from "./schema/timestamp-without-time-zone.ts";
import { tooManyIndexes } from "./schema/too-many-indexes.ts";
import { twoSoftDeleteMarkers } from "./schema/two-soft-delete-markers.ts";
import { undocumentedField } from "./schema/undocumented-field.ts";
import { undocumentedModel } from "./schema/undocumented-model.ts";
import { unindexedForeignKey } from "./schema/unindexed-foreign-key.ts";
import { unindexedPolymorphicReference } from "./schema/unindexed-polymorphic-reference.ts";
import { uniqueNotScopedByTenant } from "./schema/unique-not-scoped-by-tenant.ts";
import { unusedEnum } from "./schema/unused-enum.ts";
import { updatedAtNotMaintained } from "./schema/updated-at-not-maintained.ts";
import { uuidStoredAsText } from "./schema/uuid-stored-as-text.ts";
import { wideIndex } from "./schema/wide-index.ts";
import { wideModel } from "./schema/wide-model.ts";

/** Rules whose subject is a model with its resolved neighbours. */
export const modelRules: readonly Rule<Model, unknown>[] = [
  allColumnsNullable,
  booleanWithoutPrefix,
  bTreeOnListOrJson,
  booleanAsNumber,
  cascadeAgainstSoftDelete,
  cascadeOnOptionalRelation,
  caseSensitiveUnique,
  clientOnlyDefault,
  copiedParentColumn,
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
  implicitManyToManyNeedsColumns,
  implicitReferentialAction,
  indexDuplicatesUnique,
  isolatedModel,
  joinTableWithoutReverseIndex,
  jsonInsteadOfJsonb,
  listWithoutDefault,
  longTextInBTree,
  lowSelectivityIndex,
  missingPrimaryKey,
  missingTimestamps,
  modelNameNotPascalCase,
  moneyAsFloat,
  namesDifferInCaseOnly,
  nativeTypeDiffersAcrossForeignKey,
  naturalKeyAsPrimaryKey,
  nullableBoolean,
  nullableColumnInUnique,
  numberAsString,
  optionalRelationWithRequiredKey,
  overlappingForeignKeys,
  personalDataUnannotated,
  pluralModelName,
  prefixRedundantIndex,
  randomUuidPrimaryKey,
  rangeColumnBeforeEqualityColumn,
  redundantUnique,
  repeatingGroup,
  requiredFieldMissing,
  requiredIgnoredField,
  requiredUnsupportedField,
  reservedWordAsName,
  secretInClear,
  selfReferenceWithoutAction,
  setNullOnRequiredField,
  severalJsonCatchAlls,
  singularListField,
  softDeleteIgnoredByIndex,
  softDeleteIgnoredByUnique,
  statusKeptAsString,
  timeWithTimeZone,
  tooManyIndexes,
  twoSoftDeleteMarkers,
  undocumentedField,
  undocumentedModel,
  unindexedForeignKey,
  unindexedPolymorphicReference,
  updatedAtNotMaintained,
  wideIndex,
  wideModel,
  columnNotMappedToSnakeCase,
  tableNotMappedToSnakeCase,
];

/** Rules whose subject is an enum. One may share its name with a rule about models. */
export const enumRules: readonly Rule<Enum, unknown>[] = [
  enumIdentifierOver63Bytes,
  enumNameNotPascalCase,
  enumValueCaseMixed,
  singleValueEnum,
];

/** Rules that have to see all models at once. They run again after every edit. */
export const schemaRules: readonly Rule<Schema, unknown>[] = [
  arrayOfIds,
  cascadeBlastRadius,
  columnTypeDiffersAcrossModels,
  commentedOutModel,
  constraintNameOffConvention,
  cyclicRequiredRelations,
  foreignKeyShapedScalar,
  inconsistentKeyStrategy,
  indexWithoutTenantKey,
  intPrimaryKey,
  namesCollideInDatabase,
  nearDuplicateModels,
  softDeleteInconsistent,
  tableNamesDifferInCaseOnly,
  timestampWithoutTimeZone,
  unusedEnum,
  smallintPrimaryKey,
  uuidStoredAsText,
  uniqueNotScopedByTenant,
  foreignKeyAcrossTenants,
  modelWithoutTenantKey,
];

/** Rules whose subject is a model together with what the code asks of it. */
export const queryRules: readonly Rule<QueriedModel, unknown>[] = [
  jsonFilteredWithoutGin,
  unindexedQueryFilter,
];

const byName = new Map<string, RuleText>(
  [
    ...modelRules,
    ...enumRules,
    ...schemaRules,
    ...queryRules,
    ...allMigrationRules,
    ...planRules,
    ...suppressionRules,
  ].map((rule) => [rule.name, rule]),
);

/** Everything that can be configured, by name. */
export const allRules: readonly RuleText[] = [...byName.values()].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
