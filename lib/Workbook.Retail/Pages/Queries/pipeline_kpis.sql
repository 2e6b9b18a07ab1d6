-- runs.run_log is lake/_dbt/run_log.jsonl.
select
    quality_checks_passed / nullif(quality_checks_passed + quality_checks_failed, 0) as checks_passed_share,
    quality_checks_failed as checks_failed,
    duration_seconds,
    rows_loaded
from runs.run_log
where stage = 'build'
order by completed_at desc
limit 1
