-- What is in force is what bronze has: a customer, product or store that is gone has ended.
{{ keys_apart(
    'snap_customers',
    '(from ' ~ ref('snap_customers') ~ ' where dbt_valid_to is null)',
    source('bronze', 'customers'),
    ['customer_id']
) }}
union all
{{ keys_apart(
    'snap_products',
    '(from ' ~ ref('snap_products') ~ " where dbt_valid_to is null and dbt_is_deleted = 'False')",
    source('bronze', 'products'),
    ['product_id']
) }}
union all
{{ keys_apart(
    'snap_stores',
    '(from ' ~ ref('snap_stores') ~ ' where dbt_valid_to is null)',
    source('bronze', 'stores'),
    ['store_id']
) }}
