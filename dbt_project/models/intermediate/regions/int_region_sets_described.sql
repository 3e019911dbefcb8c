-- Each region and year with its set of reports, in words and as a key to compare years by.
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
        parent_code as region_code,
        count(*) as child_count
    from {{ ref('int_regions_named') }}
    where parent_code is not null and not is_former
    group by parent_code
),

sets as (
    select
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
    from {{ ref('int_region_reports_covered') }} as reports
    inner join {{ ref('int_reports_accepted') }} as accepted
        on
            reports.agency_id = accepted.agency_id
            and reports.year = accepted.year
    group by reports.region_code, reports.year
)

select
    sets.region_code,
    sets.year,
    sets.report_count,
    sets.received_count,
    sets.counted_key,
    sets.received_key,
    governments.agency_id is not null as is_complete,
    case
        when governments.agency_id is not null
            then concat('采用', governments.agency, '的汇总报告')
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
