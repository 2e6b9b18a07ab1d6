{% snapshot snap_stores %}

{{ config(
    unique_key='store_id',
    strategy='check',
    check_cols='all',
    hard_deletes='ignore'
) }}

-- A store that is struck off the list keeps its sales: its last row stays, and stays current.
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
