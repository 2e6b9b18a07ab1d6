with loads as (
    select source_name, source_path, max_by(duration_seconds, processed_at) as seconds
    from gold.fct_ingestion_audit
    group by all
),
built as (
    select *
    from runs.node_log
    where split_part(unique_id, '.', 1) in ('model', 'snapshot', 'seed')
    qualify row_number() over (partition by unique_id order by started_at desc) = 1
),
steps as (
    select source_name as step, 'load' as stage, sum(cast(seconds as decimal(18, 9))) as seconds from loads group by all
    union all
    select split_part(unique_id, '.', 3), split_part(unique_id, '.', 1), cast(seconds as decimal(18, 9)) from built
)
-- Summed as decimals: doubles give another last digit when threads add them in another order.
select step, stage, cast(seconds as double) as seconds
from steps
order by seconds desc, step
limit 15
