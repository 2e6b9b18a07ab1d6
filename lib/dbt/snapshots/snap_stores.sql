{% snapshot snap_stores %}

{{ config(
    unique_key='store_id',
    strategy='check',
    check_cols='all',
    hard_deletes='invalidate'
) }}

-- A store that is struck off the list ends; the dimension keeps its last row for its sales.
select
    store_id,
    store_code,
    store_name,
    channel,
    region,
    state_region,
    latitude,
    longitude,
    is_location_impossible,
    opened_date,
    closed_date
from {{ ref('stg_stores') }}

{% endsnapshot %}
