{{ config(materialized='table') }}
-- Every set of reports that is summed, one mechanism for all: of a region all agencies (no kind),
-- and of each kind of department those within a region. A department is counted unless another of
-- its kind, within the region, has a consolidated report that counts it.
select
    '' as organ_group_code,
    region_code,
    year,
    agency_id,
    role
from {{ ref('int_region_reports_covered') }}
union all
select
    kinds.organ_group_code,
    within.region_code,
    reports.year,
    reports.agency_id,
    case when count(coverers.agency_id) = 0 then 'counted' else 'covered' end as role
from {{ ref('int_reports_accepted') }} as reports
inner join {{ ref('int_agencies_grouped') }} as kinds
    on reports.agency_id = kinds.agency_id
inner join {{ ref('int_agencies_in_regions') }} as within
    on reports.agency_id = within.agency_id
left join {{ ref('int_agencies_covered') }} as covered
    on
        reports.agency_id = covered.agency_id
        and reports.year = covered.year
left join {{ ref('int_agencies_grouped') }} as coverer_kinds
    on
        covered.coverer_id = coverer_kinds.agency_id
        and kinds.organ_group_code = coverer_kinds.organ_group_code
left join {{ ref('int_agencies_in_regions') }} as coverers
    on
        coverer_kinds.agency_id = coverers.agency_id
        and within.region_code = coverers.region_code
where kinds.organ_group_code is not null and reports.kind = 'department'
group by kinds.organ_group_code, within.region_code, reports.year, reports.agency_id
