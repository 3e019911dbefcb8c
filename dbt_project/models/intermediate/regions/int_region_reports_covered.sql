{{ config(materialized='table') }}
-- For each region and year, which reports are counted and which are covered by another. A report is
-- covered in a region if one above it in the tree, within the region, has a consolidated report of
-- that year: that one already counts it. No figure is then summed twice.
select
    within.region_code,
    reports.year,
    reports.agency_id,
    -- Of several covering reports the outermost is the one that is itself counted.
    arg_max(covered.coverer_id, covered.steps)
    filter (where coverers.agency_id is not null) as covered_by,
    case when count(coverers.agency_id) = 0 then 'counted' else 'covered' end as role
from {{ ref('int_reports_accepted') }} as reports
inner join {{ ref('int_agencies_in_regions') }} as within
    on reports.agency_id = within.agency_id
left join {{ ref('int_agencies_covered') }} as covered
    on
        reports.agency_id = covered.agency_id
        and reports.year = covered.year
left join {{ ref('int_agencies_in_regions') }} as coverers
    on
        covered.coverer_id = coverers.agency_id
        and within.region_code = coverers.region_code
group by within.region_code, reports.year, reports.agency_id
