-- The project's only clock: nothing that is reckoned from a day looks at the machine's.
select
    coalesce(
        cast(nullif('{{ var("as_of") }}', '') as date),
        -- An order from the future, seen from when it came, doesn't move the clock.
        max(order_dt_local) filter (where order_ts <= ingestion_ts + interval 1 day),
        max(order_dt_local),
        date '1970-01-01'
    ) as as_of_date
from {{ source('bronze', 'orders_header') }}
