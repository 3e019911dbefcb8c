select
    agency_id,
    year,
    part_id,
    is_reported,
    is_due,
    is_on_roster
from {{ ref('int_parts_listed') }}
