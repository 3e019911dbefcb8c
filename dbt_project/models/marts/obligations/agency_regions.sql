select
    agency_id,
    region_code
from {{ ref('int_agencies_in_regions') }}
