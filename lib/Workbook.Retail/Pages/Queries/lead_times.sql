select lead_time_tier as tier, region, count(*) as suppliers, avg(lead_time_days) as average_lead_days
from gold.dim_supplier
where supplier_id is not null
group by lead_time_tier, region
order by list_position(['express', 'standard', 'slow', 'very slow'], lead_time_tier), region
