select
    agency,
    region_code,
    successor,
    successor_region_code,
    from_year,
    note,
    line_no
from {{ source('raw', 'successions') }}
