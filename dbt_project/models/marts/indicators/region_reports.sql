select
    region_code,
    year,
    agency_id,
    role,
    covered_by
from {{ ref('int_region_reports_covered') }}
