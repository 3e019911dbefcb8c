select
    region_code,
    region_name,
    full_name,
    region_level,
    parent_code,
    province,
    city,
    county,
    cast(row_number() over (order by region_code) as integer) as sort_order,
    is_former
from {{ ref('int_regions_named') }}
