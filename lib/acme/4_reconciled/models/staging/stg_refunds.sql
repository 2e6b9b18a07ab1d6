select refund_id, order_id, cast(refunded_at as timestamp) as refunded_at, currency, cast(amount as decimal(18, 2)) as amount, reason
from {{ ref('raw_refunds') }}
