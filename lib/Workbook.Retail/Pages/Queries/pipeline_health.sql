-- runs.node_log is lake/_dbt/node_log.jsonl.
with latest as (
    select
        case split_part(unique_id, '.', 1) when 'unit_test' then 'unit tests' else split_part(unique_id, '.', 1) || 's' end as kind,
        status
    from runs.node_log
    qualify row_number() over (partition by unique_id order by started_at desc) = 1
)
select kind, status, count(*) as nodes
from latest
group by kind, status
order by kind, list_position(['success', 'pass', 'warn', 'fail', 'error'], status)
