select
    agency,
    region_code,
    level,
    kind,
    parent,
    parent_region_code,
    first_year,
    last_year,
    line_no
from {{ source('raw', 'roster') }}
