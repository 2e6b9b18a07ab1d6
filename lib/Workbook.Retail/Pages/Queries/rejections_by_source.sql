with figures as (
    {{figures}}
)
select source, rejection_rate, rows_rejected, rows_read
from figures
order by rejection_rate desc nulls last, source
