-- A return that the returns team deleted or that bronze has a tombstone for counts nowhere.
select facts.return_id
from {{ ref('fct_returns') }} as facts
join {{ ref('stg_returns') }} as staged using (return_id)
where staged.is_deleted
