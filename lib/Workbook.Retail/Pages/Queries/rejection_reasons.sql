-- rejects.reasons counts the rows of all tables in the schema rejects, by source and reason.
select source || ': ' || reason as reason, rejected_rows
from rejects.reasons
order by rejected_rows desc, reason
limit 10
