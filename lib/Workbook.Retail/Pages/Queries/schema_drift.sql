-- runs.bronze_columns has the columns of each Delta table's first and newest version, of its contract, and those that the
-- contract lets come later.
with compared as (
    select
        source,
        column_name,
        max(column_type) filter (origin = 'first') as first_type,
        max(column_type) filter (origin = 'now') as type_now,
        bool_or(origin in ('contract', 'later')) as is_in_contract,
        bool_or(origin = 'later') as is_later
    from runs.bronze_columns
    group by all
)
select
    source,
    count(type_now) as columns_now,
    coalesce(string_agg(column_name, ', ' order by column_name) filter (type_now is not null and (first_type is null or is_later)), '') as columns_added,
    coalesce(string_agg(column_name, ', ' order by column_name) filter (first_type is not null and type_now is null), '') as columns_dropped,
    coalesce(string_agg(column_name, ', ' order by column_name) filter (first_type <> type_now), '') as types_changed,
    coalesce(string_agg(column_name, ', ' order by column_name) filter (type_now is not null and not is_in_contract), '') as outside_contract
from compared
group by source
order by source
