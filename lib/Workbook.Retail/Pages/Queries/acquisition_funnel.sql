with sessions as (
    select
        session_id,
        max(case event_type when 'purchase' then 5 when 'checkout' then 4 when 'add_to_cart' then 3 when 'product_view' then 2 else 1 end) as reached
    from silver.int_events
    where session_id is not null and event_date between {{from}} and {{to}}
    group by session_id
),
stages(number, stage) as (
    values (1, 'page_view'), (2, 'product_view'), (3, 'add_to_cart'), (4, 'checkout'), (5, 'purchase')
)
select stages.stage, count(sessions.session_id) as sessions
from stages
left join sessions on sessions.reached >= stages.number
group by stages.number, stages.stage
order by stages.number
