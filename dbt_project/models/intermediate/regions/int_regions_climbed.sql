-- Every region with itself (0 steps up) and each region that encloses it.
with recursive climbed as (
    select
        region_code,
        region_code as enclosing_code,
        parent_code as next_code,
        0 as steps
    from {{ ref('int_regions_named') }}
    union all
    select
        climbed.region_code,
        climbed.next_code as enclosing_code,
        regions.parent_code as next_code,
        climbed.steps + 1 as steps
    from climbed
    inner join {{ ref('int_regions_named') }} as regions
        on climbed.next_code = regions.region_code
    where climbed.steps < 5
)

select
    region_code,
    enclosing_code,
    steps
from climbed
