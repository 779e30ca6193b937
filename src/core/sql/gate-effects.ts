/**
 * Functions that do more than compute: `pg_proc` of PostgreSQL 12 to 18 and of common extensions,
 * reviewed one by one. A test holds the lists against servers. Knows names, not who calls them.
 */
import type { Range } from "./split.ts";
import type { Name } from "./step.ts";
import { volatilityOf } from "./volatility.ts";

export type Effect = {
  readonly function: string;
  /** For people: `moves the sequence`, `ends other sessions`. */
  readonly does: string;
  readonly at: Range;
};

/** What a function does; `isRefused`: not even a plan is made for a statement that calls it. */
export type KnownEffect = { readonly does: string; readonly isRefused: boolean };

/** Of a call with so many arguments; whatever schema the function is called from. */
export function effectOf({ schema, name }: Name, given: number): KnownEffect | undefined {
  if (schema !== undefined && outside.has(schema)) {
    return { does: "works outside of the database", isRefused: true };
  }
  // With three arguments it only computes; with two it runs a query that is in a text.
  if (name === "ts_rewrite" && given === 3) return undefined;
  if (name.startsWith("binary_upgrade_")) return { does: "writes the catalogs", isRefused: true };
  return byName.get(name);
}

/**
 * True for a function of PostgreSQL that may change its answer but nothing else, so that being
 * volatile says nothing against running it; false for all that are not known.
 */
export function isHarmless(name: string): boolean {
  if (byName.has(name) || name.startsWith("binary_upgrade_")) return false;
  if (harmless.has(name)) return true;
  const volatility = volatilityOf(name);
  return volatility === "immutable" || volatility === "stable";
}

/** Schemas of extensions whose functions start jobs, ask other servers or write to storage. */
const outside: ReadonlySet<string> = new Set(
  "cron net aws_s3 aws_lambda pgagent supabase_functions".split(" "),
);

/** Plain EXPLAIN does not run these; ANALYZE would. */
const forbidsRunning: Readonly<Record<string, string>> = {
  "moves a sequence": "nextval setval",
  "takes or gives back an advisory lock": `pg_advisory_lock pg_advisory_lock_shared
    pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared pg_advisory_xact_lock
    pg_advisory_xact_lock_shared pg_try_advisory_lock pg_try_advisory_lock_shared
    pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared`,
  "changes settings of the session": "set_config setseed set_limit",
  "sends a notification": "pg_notify",
  waits: "pg_sleep pg_sleep_for pg_sleep_until",
  "takes a transaction number": "pg_current_xact_id txid_current",
  "exports its snapshot": "pg_export_snapshot",
  "writes large objects": `lo_creat lo_create lo_from_bytea lo_put lo_truncate lo_truncate64
    lo_unlink lowrite`,
  "runs a query that is in a text": `ts_stat ts_rewrite crosstab crosstab2 crosstab3 crosstab4
    crosstabn connectby xpath_table`,
};

/** Nothing is lost by refusing these. Some are stable: planning alone may run them. */
const refusesPlanning: Readonly<Record<string, string>> = {
  "runs queries of its own": `query_to_xml query_to_xml_and_xmlschema query_to_xmlschema
    cursor_to_xml cursor_to_xmlschema table_to_xml table_to_xml_and_xmlschema table_to_xmlschema
    schema_to_xml schema_to_xml_and_xmlschema schema_to_xmlschema database_to_xml
    database_to_xml_and_xmlschema database_to_xmlschema`,
  "acts on other sessions": `pg_cancel_backend pg_terminate_backend
    pg_log_backend_memory_contexts pg_log_query_plan`,
  "administers the server": `pg_backup_start pg_backup_stop pg_start_backup pg_stop_backup
    pg_create_restore_point pg_log_standby_snapshot pg_promote pg_reload_conf pg_rotate_logfile
    pg_rotate_logfile_old pg_switch_wal pg_wal_replay_pause pg_wal_replay_resume`,
  "administers replication": `pg_copy_logical_replication_slot pg_copy_physical_replication_slot
    pg_create_logical_replication_slot pg_create_physical_replication_slot
    pg_drop_replication_slot pg_logical_emit_message pg_logical_slot_get_binary_changes
    pg_logical_slot_get_changes pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes
    pg_replication_origin_advance pg_replication_origin_create pg_replication_origin_drop
    pg_replication_origin_session_reset pg_replication_origin_session_setup
    pg_replication_origin_xact_reset pg_replication_origin_xact_setup
    pg_replication_slot_advance pg_sync_replication_slots`,
  "reads or writes files of the server": `lo_export lo_import pg_file_read pg_file_rename
    pg_file_sync pg_file_unlink pg_file_write pg_logdir_ls pg_ls_archive_statusdir pg_ls_dir
    pg_ls_logdir pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_summariesdir
    pg_ls_tmpdir pg_ls_waldir pg_read_binary_file pg_read_file pg_read_file_old pg_stat_file`,
  "reaches other servers": `dblink dblink_build_sql_delete dblink_build_sql_insert
    dblink_build_sql_update dblink_cancel_query dblink_close dblink_connect dblink_connect_u
    dblink_current_query dblink_disconnect dblink_error_message dblink_exec dblink_fetch
    dblink_get_connections dblink_get_notify dblink_get_pkey dblink_get_result dblink_is_busy
    dblink_open dblink_send_query http http_delete http_get http_head http_patch http_post
    http_put http_set_curlopt postgres_fdw_disconnect postgres_fdw_disconnect_all`,
  "changes statistics": `pg_clear_attribute_stats pg_clear_relation_stats pg_qualstats_reset
    pg_restore_attribute_stats pg_restore_extended_stats pg_restore_relation_stats
    pg_stat_kcache_reset pg_stat_monitor_reset pg_stat_reset pg_stat_reset_backend_stats
    pg_stat_reset_replication_slot pg_stat_reset_shared pg_stat_reset_single_function_counters
    pg_stat_reset_single_table_counters pg_stat_reset_slru pg_stat_reset_subscription_stats
    pg_stat_statements_reset`,
  "maintains tables or indexes": `brin_desummarize_range brin_summarize_new_values
    brin_summarize_range gin_clean_pending_list heap_force_freeze heap_force_kill
    pg_truncate_visibility_map`,
  "changes what the server has cached": `autoprewarm_dump_now autoprewarm_start_worker
    pg_buffercache_evict pg_buffercache_evict_all pg_buffercache_evict_relation pg_prewarm`,
  "writes the catalogs": `pg_extension_config_dump pg_import_system_collations pg_nextoid
    pg_stop_making_pinned_objects`,
  "works outside of the database": "pg_background_launch pg_background_launch_v2",
};

const byName: ReadonlyMap<string, KnownEffect> = new Map([
  ...named(forbidsRunning, false),
  ...named(refusesPlanning, true),
]);

function named(
  groups: Readonly<Record<string, string>>,
  isRefused: boolean,
): [string, KnownEffect][] {
  return Object.entries(groups).flatMap(([does, names]) =>
    wordsOf(names).map((name): [string, KnownEffect] => [name, { does, isRefused }]),
  );
}

/** Volatile, and yet they only look, or make up values. The last two lines cannot be called. */
const harmless: ReadonlySet<string> = new Set(
  wordsOf(`
  amvalidate array_sample array_shuffle bernoulli clock_timestamp current_query currtid2 currtid
  currval gen_random_bytes gen_random_uuid gen_salt lastval lo_close lo_get lo_lseek lo_lseek64
  lo_open lo_tell lo_tell64 loread pg_available_wal_summaries pg_backup_start_time
  pg_blocking_pids pg_collation_actual_version pg_control_checkpoint pg_control_init
  pg_control_recovery pg_control_system pg_current_logfile pg_current_wal_flush_lsn
  pg_current_wal_insert_lsn pg_current_wal_lsn pg_database_collation_actual_version
  pg_database_size pg_get_aios pg_get_backend_memory_contexts pg_get_loaded_modules
  pg_get_multixact_members pg_get_sequence_data pg_get_shmem_allocations
  pg_get_shmem_allocations_numa pg_get_wait_events pg_get_wal_replay_pause_state
  pg_get_wal_resource_managers pg_get_wal_summarizer_state pg_hba_file_rules
  pg_ident_file_mappings pg_indexes_size pg_is_in_backup pg_is_in_recovery
  pg_is_wal_replay_paused pg_isolation_test_session_is_blocked pg_jit_available
  pg_last_committed_xact pg_last_wal_receive_lsn pg_last_wal_replay_lsn
  pg_last_xact_replay_timestamp pg_lock_status pg_notification_queue_usage
  pg_partition_ancestors pg_partition_tree pg_prepared_xact pg_relation_size
  pg_replication_origin_progress pg_replication_origin_session_is_setup
  pg_replication_origin_session_progress pg_safe_snapshot_blocking_pids pg_sequence_last_value
  pg_show_all_file_settings pg_show_replication_origin_status pg_stat_clear_snapshot
  pg_stat_force_next_flush pg_stat_get_backend_io pg_stat_get_backend_wal pg_stat_get_io
  pg_stat_get_recovery_prefetch pg_stat_get_xact_blocks_fetched pg_stat_get_xact_blocks_hit
  pg_stat_get_xact_function_calls pg_stat_get_xact_function_self_time
  pg_stat_get_xact_function_total_time pg_stat_get_xact_numscans
  pg_stat_get_xact_tuples_deleted pg_stat_get_xact_tuples_fetched
  pg_stat_get_xact_tuples_hot_updated pg_stat_get_xact_tuples_inserted
  pg_stat_get_xact_tuples_newpage_updated pg_stat_get_xact_tuples_returned
  pg_stat_get_xact_tuples_updated pg_stat_have_stats pg_table_size pg_tablespace_size
  pg_total_relation_size pg_wal_summary_contents pg_xact_commit_timestamp
  pg_xact_commit_timestamp_origin pg_xact_status plpgsql_validator random random_normal system
  timeofday txid_status uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7
  RI_FKey_cascade_del RI_FKey_cascade_upd RI_FKey_check_ins RI_FKey_check_upd RI_FKey_noaction_del
  RI_FKey_noaction_upd RI_FKey_restrict_del RI_FKey_restrict_upd RI_FKey_setdefault_del
  RI_FKey_setdefault_upd RI_FKey_setnull_del RI_FKey_setnull_upd brinhandler bthandler
  dsnowball_init dsnowball_lexize ginhandler gisthandler hashhandler heap_tableam_handler
  plpgsql_call_handler plpgsql_inline_handler spghandler suppress_redundant_updates_trigger
  tsvector_update_trigger tsvector_update_trigger_column unique_key_recheck`),
);

function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/);
}
