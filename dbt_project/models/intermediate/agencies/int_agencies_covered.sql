{{ config(materialized='table') }}
-- For each agency and year, with a report or due one, the consolidated reports of that year that
-- count its figures: those of the nodes above it in the tree. 0 steps up is the region's own
-- government under another name.
with coverers as (
    select
        region_code as node,
        year,
        agency_id
    from {{ ref('int_governments_consolidated') }}
    union all
    select
        agencies.node,
        reports.year,
        reports.agency_id
    from {{ ref('int_reports_accepted') }} as reports
    inner join {{ ref('int_agencies_listed') }} as agencies
        on reports.agency_id = agencies.agency_id
    where reports.scope = 'consolidated' and not agencies.is_seat
),

agency_years as (
    select
        agency_id,
        year
    from {{ ref('int_reports_accepted') }}
    union
    select
        agency_id,
        year
    from {{ ref('int_obligations') }}
)

select
    agency_years.agency_id,
    agency_years.year,
    coverers.agency_id as coverer_id,
    climbed.steps
from agency_years
inner join {{ ref('int_agencies_listed') }} as agencies
    on agency_years.agency_id = agencies.agency_id
inner join {{ ref('int_tree_climbed') }} as climbed
    on
        agencies.node = climbed.node
        and agency_years.year between climbed.from_year and climbed.until_year
inner join coverers
    on
        climbed.ancestor = coverers.node
        and agency_years.year = coverers.year
where coverers.agency_id <> agency_years.agency_id
