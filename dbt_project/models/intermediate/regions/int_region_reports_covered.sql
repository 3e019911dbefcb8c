-- For each region and year, which reports are counted and which are covered by another. A report is
-- covered in region R if the government of a region Q, within R and around the report's own, has a
-- consolidated report for that year: that one already counts it. No figure is then summed twice.
with enclosing as (
    select
        reports.agency_id,
        reports.year,
        climbed.enclosing_code,
        climbed.steps,
        governments.agency_id as government_id
    from {{ ref('int_reports_accepted') }} as reports
    inner join {{ ref('int_regions_climbed') }} as climbed
        on reports.region_code = climbed.region_code
    left join {{ ref('int_governments_consolidated') }} as governments
        on
            climbed.enclosing_code = governments.region_code
            and reports.year = governments.year
            and reports.agency_id <> governments.agency_id
)

select
    outer_region.enclosing_code as region_code,
    outer_region.year,
    outer_region.agency_id,
    -- Of several covering governments the outermost is the one that is itself counted.
    arg_max(inner_region.government_id, inner_region.steps)
    filter (where inner_region.government_id is not null) as covered_by,
    case when count(inner_region.government_id) = 0 then 'counted' else 'covered' end as role
from enclosing as outer_region
inner join enclosing as inner_region
    on
        outer_region.agency_id = inner_region.agency_id
        and outer_region.year = inner_region.year
        and outer_region.steps >= inner_region.steps
group by outer_region.enclosing_code, outer_region.year, outer_region.agency_id
