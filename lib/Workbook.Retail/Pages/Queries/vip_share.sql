with figures as (
    {{figures}}
),
shares as (
    select
        {{keys}}true as is_member,
        coalesce(sum(active_customers) filter (is_vip), 0) / nullif(sum(active_customers), 0) as customers,
        coalesce(sum(total_sales) filter (is_vip), 0) / nullif(sum(total_sales), 0) as sales
    from figures
    group by all
)
select {{keys}}shown.part as of_all, shown.share as vip_share
from shares
cross join lateral (values (1, 'customers', customers), (2, 'sales', sales)) as shown(place, part, share)
order by {{keys}}shown.place
