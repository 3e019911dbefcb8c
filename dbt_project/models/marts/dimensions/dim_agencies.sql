-- Every agency that reported, is on the roster or succeeded another, and who stands above it. The
-- government of a region above is the one that reported last.
with seats as (
    select
        node,
        agency_id
    from {{ ref('int_agencies_listed') }}
    where is_seat
    qualify
        row_number() over (
            partition by node order by last_report_year desc nulls last, agency_id asc
        ) = 1
),

edges as (
    select *
    from {{ ref('int_tree_edges') }}
    where evidence is null or evidence <> 'successor'
)

select
    agencies.agency_id,
    agencies.agency,
    kinds.short_name,
    agencies.region_code,
    agencies.province,
    agencies.city,
    agencies.county,
    agencies.level,
    agencies.kind,
    agencies.scope,
    coalesce(seats.agency_id, parents.agency_id) as parent_agency_id,
    regions.region_code as parent_region_code,
    edges.evidence as parent_evidence,
    kinds.organ_group_code,
    agencies.is_on_roster,
    agencies.roster_first_year,
    agencies.roster_last_year,
    agencies.first_report_year,
    agencies.last_report_year
from {{ ref('int_agencies_listed') }} as agencies
inner join {{ ref('int_agencies_grouped') }} as kinds
    on agencies.agency_id = kinds.agency_id
left join edges
    on agencies.node = edges.node
left join seats
    on edges.parent_node = seats.node
left join {{ ref('int_agencies_listed') }} as parents
    on
        edges.parent_node = parents.agency_id
        and not parents.is_seat
left join {{ ref('int_regions_named') }} as regions
    on edges.parent_node = regions.region_code
