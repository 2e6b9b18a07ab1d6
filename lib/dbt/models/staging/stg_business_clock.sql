-- The project's only clock: nothing that is reckoned from a day looks at the machine's.
select
    coalesce(
        cast(nullif('{{ var("as_of") }}', '') as date),
        max(order_dt_local),
        date '1970-01-01'
    ) as as_of_date
from {{ source('bronze', 'orders_header') }}
