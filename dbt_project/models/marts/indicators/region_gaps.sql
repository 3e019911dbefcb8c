select
    region_code,
    year,
    missing_region_code,
    missing_region_name,
    gap
from {{ ref('int_region_gaps_found') }}
