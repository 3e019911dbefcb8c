-- The one consolidated report of a region's own government, for each region and year. A development
-- zone or township that reports as a government is none: its level is not that of its region.
select
    reports.region_code,
    reports.year,
    reports.agency_id,
    reports.agency
from {{ ref('int_reports_accepted') }} as reports
inner join {{ ref('int_regions_named') }} as regions
    on
        reports.region_code = regions.region_code
        and reports.level = regions.region_level
where
    reports.kind = 'government'
    and reports.scope = 'consolidated'
qualify
    row_number() over (
        partition by reports.region_code, reports.year
        order by
            reports.status = 'read' desc, reports.published desc nulls last, reports.agency_id asc
    ) = 1
