{{ config(severity='warn', warn_if='>0', tags=['expected']) }}

-- Parcels that took longer than the SLA, planted on purpose: worth a look, no fault of the pipeline.
select shipment_id, carrier, delivery_days, sla_days
from {{ ref('fct_shipments') }}
where not is_on_time
