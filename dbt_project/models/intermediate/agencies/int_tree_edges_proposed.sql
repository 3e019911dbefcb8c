-- Who stands above whom, by what is known best: the roster; the name, where it begins with that of
-- a development zone (威海经济技术开发区财政局); else the region. A node is an agency, or a region for
-- the government of the region, whether or not that ever reported.
with agencies as (
    select
        *,
        {{ zone_stem('agency') }} as stem
    from {{ ref('int_agencies_listed') }}
),

from_roster as (
    select
        agencies.node,
        coalesce(parents.node, regions.region_code) as parent_node
    from agencies
    left join agencies as parents
        on agencies.roster_parent_id = parents.agency_id
    left join {{ ref('int_regions_named') }} as regions
        on agencies.roster_parent_region_code = regions.region_code
    where
        agencies.roster_parent is not null
        and coalesce(parents.node, regions.region_code) <> agencies.node
    qualify
        row_number() over (
            partition by agencies.node
            order by agencies.roster_last_year desc nulls first, agencies.roster_line_no desc
        ) = 1
),

from_names as (
    select
        agencies.node,
        zones.node as parent_node
    from agencies
    inner join agencies as zones
        on
            agencies.region_code = zones.region_code
            and starts_with(agencies.agency, zones.stem)
            and length(agencies.stem) > length(zones.stem)
    where
        not agencies.is_seat
        and not zones.is_seat
        and {{ is_zone_stem('zones.stem') }}
    qualify
        row_number() over (
            partition by agencies.node order by length(zones.stem) desc, zones.agency_id
        ) = 1
),

from_regions as (
    select
        node,
        region_code as parent_node
    from agencies
    where not is_seat
    union all
    select
        region_code as node,
        parent_code as parent_node
    from {{ ref('int_regions_named') }}
)

select
    from_regions.node,
    from_regions.parent_node as region_parent,
    coalesce(from_roster.parent_node, from_names.parent_node) as told_parent,
    case
        when from_roster.parent_node is not null then 'roster'
        when from_names.parent_node is not null then 'name'
    end as told_by
from from_regions
left join from_roster
    on from_regions.node = from_roster.node
left join from_names
    on from_regions.node = from_names.node
