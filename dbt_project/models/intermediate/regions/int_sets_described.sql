{{ config(materialized='table') }}
-- Each set of reports, of a region or of a kind of department in it, in words and as a key to
-- compare years by.
with gaps as (
    select
        region_code,
        year,
        count(*) filter (where gap <> 'no_government_report') as missing_children
    from {{ ref('int_region_gaps_found') }}
    group by region_code, year
),

children as (
    select
        edges.parent_node as region_code,
        count(*) as child_count
    from {{ ref('int_tree_edges') }} as edges
    inner join {{ ref('int_regions_named') }} as regions
        on edges.node = regions.region_code
    where not regions.is_former
    group by edges.parent_node
),

sets as (
    select
        reports.organ_group_code,
        reports.region_code,
        reports.year,
        count(*) filter (where reports.role = 'counted') as report_count,
        count(*) as received_count,
        count(*) filter (where reports.role = 'counted' and accepted.scope = 'consolidated')
            as consolidated_count,
        md5(
            string_agg(reports.agency_id, ',' order by reports.agency_id)
            filter (where reports.role = 'counted')
        ) as counted_key,
        md5(string_agg(reports.agency_id, ',' order by reports.agency_id)) as received_key
    from {{ ref('int_sets_listed') }} as reports
    inner join {{ ref('int_reports_accepted') }} as accepted
        on
            reports.agency_id = accepted.agency_id
            and reports.year = accepted.year
    group by reports.organ_group_code, reports.region_code, reports.year
)

select
    sets.organ_group_code,
    sets.region_code,
    sets.year,
    sets.report_count,
    sets.received_count,
    sets.counted_key,
    sets.received_key,
    due.due_count,
    due.received_count as due_received_count,
    case
        when sets.organ_group_code = '' then governments.agency_id is not null
        else coalesce(due.due_count = due.received_count, false)
    end as is_complete,
    case
        when sets.organ_group_code <> ''
            then concat(
                    '采用本地区同类部门的 ', sets.report_count, ' 份报告',
                    coalesce(
                        '；名单上应报 ' || due.due_count || ' 份，已报 ' || due.received_count
                        || ' 份',
                        '；没有应报名单，不知是否齐全'
                    )
                )
        when governments.agency_id is not null
            then concat(
                    '采用', governments.agency, '的汇总报告',
                    '，另计其汇总范围以外的 ' || nullif(sets.report_count - 1, 0) || ' 份报告'
                )
        else concat_ws(
                '；',
                concat('没有本地区人民政府的汇总报告，采用 ', sets.report_count, ' 份互不重复的报告'),
                concat(
                    '其中汇总报告 ', sets.consolidated_count, ' 份，本机关报告 ',
                    sets.report_count - sets.consolidated_count, ' 份'
                ),
                children.child_count || ' 个下级地区中 '
                || nullif(gaps.missing_children, 0) || ' 个没有政府汇总报告'
            )
    end as set_note
from sets
left join {{ ref('int_governments_consolidated') }} as governments
    on
        sets.region_code = governments.region_code
        and sets.year = governments.year
left join gaps
    on
        sets.region_code = gaps.region_code
        and sets.year = gaps.year
left join children
    on sets.region_code = children.region_code
left join {{ ref('int_sets_due') }} as due
    on
        sets.organ_group_code = due.organ_group_code
        and sets.region_code = due.region_code
        and sets.year = due.year
