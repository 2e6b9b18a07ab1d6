with figures as (
    {{figures}}
),
whole as (
    select {{keys}}true as is_member, sum(sensor_hours) as sensor_hours from figures group by all
),
alerts as (
    select {{keys}}true as is_member, shelf, counted.place, counted.alert, counted.hours
    from figures
    cross join lateral (values (1, 'sensor_anomalies', sensor_anomalies), (2, 'sensor_unsafe_hours', sensor_unsafe_hours), (3, 'sensor_low_batteries', sensor_low_batteries)) as counted(place, alert, hours)
)
select {{keys}}shelf, alert, hours as alert_hours, sensor_hours
from alerts
join whole using ({{keys}}is_member)
order by {{keys}}place, shelf
