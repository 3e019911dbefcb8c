-- Regions with their full names. A renamed one keeps its row; one that is no more has a successor.
select
    region_code,
    name as region_name,
    concat(province, city, county) as full_name,
    level as region_level,
    parent_code,
    province,
    city,
    county,
    is_former,
    successor_code,
    former_names
from {{ ref('regions') }}
