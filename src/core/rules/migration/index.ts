/** The list of rules about migrations, the worst first. To add one: its file, a line here, its test. */
import type { RuleText } from "../../lint/rule.ts";
import type { HistoryRule, MigrationFileRule, StatementRule } from "../migration-rule.ts";
import { appliedMigrationEdited } from "./applied-migration-edited.ts";
import { appliedMigrationMissing } from "./applied-migration-missing.ts";
import { avoidableTimestamptzRewrite } from "./avoidable-timestamptz-rewrite.ts";
import { bulkInsertInMigration } from "./bulk-insert-in-migration.ts";
import { castWithoutUsing } from "./cast-without-using.ts";
import { checkAddedWithColumn } from "./check-added-with-column.ts";
import { checkValidatedAtOnce } from "./check-validated-at-once.ts";
import { clusterRewritesTable } from "./cluster-rewrites-table.ts";
import { columnDropped } from "./column-dropped.ts";
import { columnDroppedAndRecreated } from "./column-dropped-and-recreated.ts";
import { columnNamedTwice } from "./column-named-twice.ts";
import { columnRenamed } from "./column-renamed.ts";
import { columnTurnedIntoList } from "./column-turned-into-list.ts";
import { concurrentIndexIfNotExists } from "./concurrent-index-if-not-exists.ts";
import { concurrentIndexInTransaction } from "./concurrent-index-in-transaction.ts";
import { concurrentIndexUnnamed } from "./concurrent-index-unnamed.ts";
import { concurrentIndexUnsupported } from "./concurrent-index-unsupported.ts";
import { constrainedDomainColumnAdded } from "./constrained-domain-column-added.ts";
import { constraintDropped } from "./constraint-dropped.ts";
import { copyFromFile } from "./copy-from-file.ts";
import { dataLossWarningUnacknowledged } from "./data-loss-warning-unacknowledged.ts";
import { databaseDropped } from "./database-dropped.ts";
import { deleteWithoutWhere } from "./delete-without-where.ts";
import { directoryWithoutScript } from "./directory-without-script.ts";
import { domainConstraintValidated } from "./domain-constraint-validated.ts";
import { dropRefusedByDependents } from "./drop-refused-by-dependents.ts";
import { droppedWithCascade } from "./dropped-with-cascade.ts";
import { emptyMigration } from "./empty-migration.ts";
import { enumTypeCreated } from "./enum-type-created.ts";
import { enumValueRemoved } from "./enum-value-removed.ts";
import { enumValueRenamed } from "./enum-value-renamed.ts";
import { enumValueUsedInSameTransaction } from "./enum-value-used-in-same-transaction.ts";
import { enumValueWithoutPlace } from "./enum-value-without-place.ts";
import { equalTimestamps } from "./equal-timestamps.ts";
import { exclusionConstraintAdded } from "./exclusion-constraint-added.ts";
import { failedMigrationInDatabase } from "./failed-migration-in-database.ts";
import { foreignKeyAddedWithoutIndex } from "./foreign-key-added-without-index.ts";
import { foreignKeyDropped } from "./foreign-key-dropped.ts";
import { foreignKeyIndexDropped } from "./foreign-key-index-dropped.ts";
import { foreignKeyOnNewColumn } from "./foreign-key-on-new-column.ts";
import { foreignKeyTypesDiffer } from "./foreign-key-types-differ.ts";
import { foreignKeyValidatedAtOnce } from "./foreign-key-validated-at-once.ts";
import { grantedToPublic } from "./granted-to-public.ts";
import { handMadeIndexDropped } from "./hand-made-index-dropped.ts";
import { indexCreatedTwice } from "./index-created-twice.ts";
import { indexDroppedBeforeReplacement } from "./index-dropped-before-replacement.ts";
import { indexDroppedNotConcurrently } from "./index-dropped-not-concurrently.ts";
import { indexNotConcurrent } from "./index-not-concurrent.ts";
import { irreversibleWithoutNote } from "./irreversible-without-note.ts";
import { localSettingWithoutTransaction } from "./local-setting-without-transaction.ts";
import { lockFileMissing } from "./lock-file-missing.ts";
import { lockFileOfOtherProvider } from "./lock-file-of-other-provider.ts";
import { lockTableStatement } from "./lock-table-statement.ts";
import { materializedViewRefreshBlocksReads } from "./materialized-view-refresh-blocks-reads.ts";
import { migrationOutOfOrder } from "./migration-out-of-order.ts";
import { missingLockTimeout } from "./missing-lock-timeout.ts";
import { missingStatementTimeout } from "./missing-statement-timeout.ts";
import { nameOver63BytesInMigration } from "./name-over-63-bytes-in-migration.ts";
import { newColumnOfDiscouragedType } from "./new-column-of-discouraged-type.ts";
import { newTableLocksParent } from "./new-table-locks-parent.ts";
import { notNullDropped } from "./not-null-dropped.ts";
import { notRepeatableOutsideTransaction } from "./not-repeatable-outside-transaction.ts";
import { oddDirectoryName } from "./odd-directory-name.ts";
import { partitionAttachedWithScan } from "./partition-attached-with-scan.ts";
import { partitionDetachedWithLock } from "./partition-detached-with-lock.ts";
import { primaryKeyBuildsIndex } from "./primary-key-builds-index.ts";
import { primaryKeyOnNullableColumn } from "./primary-key-on-nullable-column.ts";
import { primaryKeyReplaced } from "./primary-key-replaced.ts";
import { probableColumnRename } from "./probable-column-rename.ts";
import { probableTableRename } from "./probable-table-rename.ts";
import { reindexBlocksTable } from "./reindex-blocks-table.ts";
import { requiredColumnWithoutDefault } from "./required-column-without-default.ts";
import { rowLevelSecurityWithoutPolicy } from "./row-level-security-without-policy.ts";
import { schemaDiffersFromMigrations } from "./schema-differs-from-migrations.ts";
import { schemaDropped } from "./schema-dropped.ts";
import { schemaRenamed } from "./schema-renamed.ts";
import { separateAltersOfOneTable } from "./separate-alters-of-one-table.ts";
import { separateNotNullScans } from "./separate-not-null-scans.ts";
import { serialColumnAdded } from "./serial-column-added.ts";
import { setNotNullScansTable } from "./set-not-null-scans-table.ts";
import { settingBeforeConcurrentIndex } from "./setting-before-concurrent-index.ts";
import { settingLeaksToLaterMigrations } from "./setting-leaks-to-later-migrations.ts";
import { severalForeignKeysInOneFile } from "./several-foreign-keys-in-one-file.ts";
import { statementNotAnalysed } from "./statement-not-analysed.ts";
import { statementRefusedInTransaction } from "./statement-refused-in-transaction.ts";
import { storedGeneratedColumnAdded } from "./stored-generated-column-added.ts";
import { tableDropped } from "./table-dropped.ts";
import { tableRenamed } from "./table-renamed.ts";
import { tableRewrittenByOption } from "./table-rewritten-by-option.ts";
import { tableTruncated } from "./table-truncated.ts";
import { timeoutWithoutEffect } from "./timeout-without-effect.ts";
import { timestamptzInSessionTimeZone } from "./timestamptz-in-session-time-zone.ts";
import { transactionHidesFailure } from "./transaction-hides-failure.ts";
import { transactionInsideMigration } from "./transaction-inside-migration.ts";
import { triggerCreated } from "./trigger-created.ts";
import { triggerDropped } from "./trigger-dropped.ts";
import { triggerLeftDisabled } from "./trigger-left-disabled.ts";
import { truncateCascadeEmptiesChildren } from "./truncate-cascade-empties-children.ts";
import { truncateRefusedByForeignKey } from "./truncate-refused-by-foreign-key.ts";
import { typeChangeLosesPrecision } from "./type-change-loses-precision.ts";
import { typeChangeMayFail } from "./type-change-may-fail.ts";
import { typeChangeRebuildsIndex } from "./type-change-rebuilds-index.ts";
import { typeChangeRewritesTable } from "./type-change-rewrites-table.ts";
import { typeChangeUnderView } from "./type-change-under-view.ts";
import { typeRenamed } from "./type-renamed.ts";
import { unclosedTransaction } from "./unclosed-transaction.ts";
import { uniqueAddedWithColumn } from "./unique-added-with-column.ts";
import { uniqueConstraintScansTable } from "./unique-constraint-scans-table.ts";
import { uniqueIndexDropped } from "./unique-index-dropped.ts";
import { uniqueOverExistingRows } from "./unique-over-existing-rows.ts";
import { unqualifiedTableName } from "./unqualified-table-name.ts";
import { unreadableStatement } from "./unreadable-statement.ts";
import { updateOfWholeTable } from "./update-of-whole-table.ts";
import { vacuumFull } from "./vacuum-full.ts";
import { validatedInSameTransaction } from "./validated-in-same-transaction.ts";
import { viewDropped } from "./view-dropped.ts";
import { volatileDefaultRewritesTable } from "./volatile-default-rewrites-table.ts";
import { wideLockWindow } from "./wide-lock-window.ts";
import { workWhileAccessExclusiveHeld } from "./work-while-access-exclusive-held.ts";

export const statementRules: readonly StatementRule[] = [
  unreadableStatement,
  concurrentIndexInTransaction,
  settingBeforeConcurrentIndex,
  concurrentIndexUnsupported,
  enumValueUsedInSameTransaction,
  dropRefusedByDependents,
  truncateRefusedByForeignKey,
  databaseDropped,
  requiredColumnWithoutDefault,
  foreignKeyTypesDiffer,
  typeChangeUnderView,
  castWithoutUsing,
  columnTurnedIntoList,
  columnDroppedAndRecreated,
  probableColumnRename,
  probableTableRename,
  truncateCascadeEmptiesChildren,
  columnNamedTwice,
  statementRefusedInTransaction,
  copyFromFile,
  droppedWithCascade,
  handMadeIndexDropped,
  tableDropped,
  schemaDropped,
  columnDropped,
  tableTruncated,
  deleteWithoutWhere,
  columnRenamed,
  tableRenamed,
  schemaRenamed,
  enumValueRenamed,
  typeRenamed,
  indexDroppedBeforeReplacement,
  uniqueOverExistingRows,
  typeChangeMayFail,
  typeChangeLosesPrecision,
  timestamptzInSessionTimeZone,
  volatileDefaultRewritesTable,
  serialColumnAdded,
  storedGeneratedColumnAdded,
  constrainedDomainColumnAdded,
  avoidableTimestamptzRewrite,
  typeChangeRewritesTable,
  primaryKeyReplaced,
  primaryKeyBuildsIndex,
  primaryKeyOnNullableColumn,
  uniqueAddedWithColumn,
  uniqueConstraintScansTable,
  exclusionConstraintAdded,
  checkAddedWithColumn,
  checkValidatedAtOnce,
  setNotNullScansTable,
  typeChangeRebuildsIndex,
  foreignKeyOnNewColumn,
  foreignKeyValidatedAtOnce,
  validatedInSameTransaction,
  domainConstraintValidated,
  indexNotConcurrent,
  reindexBlocksTable,
  updateOfWholeTable,
  concurrentIndexUnnamed,
  tableRewrittenByOption,
  vacuumFull,
  clusterRewritesTable,
  partitionAttachedWithScan,
  partitionDetachedWithLock,
  materializedViewRefreshBlocksReads,
  triggerLeftDisabled,
  grantedToPublic,
  triggerDropped,
  triggerCreated,
  lockTableStatement,
  unqualifiedTableName,
  concurrentIndexIfNotExists,
  foreignKeyIndexDropped,
  uniqueIndexDropped,
  indexDroppedNotConcurrently,
  indexCreatedTwice,
  viewDropped,
  newColumnOfDiscouragedType,
  notNullDropped,
  separateNotNullScans,
  foreignKeyAddedWithoutIndex,
  foreignKeyDropped,
  bulkInsertInMigration,
  enumValueWithoutPlace,
  newTableLocksParent,
  constraintDropped,
  enumTypeCreated,
];

export const migrationFileRules: readonly MigrationFileRule[] = [
  unclosedTransaction,
  enumValueRemoved,
  transactionInsideMigration,
  workWhileAccessExclusiveHeld,
  separateAltersOfOneTable,
  settingLeaksToLaterMigrations,
  localSettingWithoutTransaction,
  timeoutWithoutEffect,
  nameOver63BytesInMigration,
  rowLevelSecurityWithoutPolicy,
  statementNotAnalysed,
  emptyMigration,
  notRepeatableOutsideTransaction,
  wideLockWindow,
  severalForeignKeysInOneFile,
  missingLockTimeout,
  transactionHidesFailure,
  irreversibleWithoutNote,
  dataLossWarningUnacknowledged,
  missingStatementTimeout,
];

export const historyRules: readonly HistoryRule[] = [
  directoryWithoutScript,
  lockFileOfOtherProvider,
  failedMigrationInDatabase,
  appliedMigrationMissing,
  appliedMigrationEdited,
  schemaDiffersFromMigrations,
  migrationOutOfOrder,
  equalTimestamps,
  oddDirectoryName,
  lockFileMissing,
];

export const allMigrationRules: readonly RuleText[] = [
  ...statementRules,
  ...migrationFileRules,
  ...historyRules,
];
