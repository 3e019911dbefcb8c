-- What a region's set of reports lacks: its own government's consolidated report, and then that of
-- each present region right below it in the tree. A report under a region's former code fills it.
with incomplete as (
    select distinct
        reports.region_code,
        reports.year
    from {{ ref('int_region_reports_covered') }} as reports
    left join {{ ref('int_governments_consolidated') }} as governments
        on
            reports.region_code = governments.region_code
            and reports.year = governments.year
    where governments.agency_id is null
),

filled as (
    select
        coalesce(regions.successor_code, regions.region_code) as region_code,
        governments.year
    from {{ ref('int_governments_consolidated') }} as governments
    inner join {{ ref('int_regions_named') }} as regions
        on governments.region_code = regions.region_code
    union
    select
        region_code,
        year
    from {{ ref('int_governments_consolidated') }}
),

reported as (
    select distinct
        region_code,
        year
    from {{ ref('int_region_reports_covered') }}
)

select
    incomplete.region_code,
    incomplete.year,
    regions.region_code as missing_region_code,
    regions.region_name as missing_region_name,
    'no_government_report' as gap
from incomplete
inner join {{ ref('int_regions_named') }} as regions
    on incomplete.region_code = regions.region_code
union all
select
    incomplete.region_code,
    incomplete.year,
    children.region_code as missing_region_code,
    children.region_name as missing_region_name,
    case when reported.region_code is null then 'none' else 'partial' end as gap
from incomplete
inner join {{ ref('int_tree_edges') }} as edges
    on incomplete.region_code = edges.parent_node
inner join {{ ref('int_regions_named') }} as children
    on
        edges.node = children.region_code
        and not children.is_former
left join filled
    on
        children.region_code = filled.region_code
        and incomplete.year = filled.year
left join reported
    on
        children.region_code = reported.region_code
        and incomplete.year = reported.year
where filled.region_code is null
