-- The official tables of a region: each figure over the reports that count there.
with sets as (
    select
        region_code,
        year,
        count(*) as report_count
    from {{ ref('int_region_reports_covered') }}
    where role = 'counted'
    group by region_code, year
),

summed as (
    select
        reports.region_code,
        reports.year,
        min(figures.table_name) as table_name,
        figures.row_code,
        figures.column_code,
        count(*) as used_count,
        {{ honest_sum(
            'figures.value', "case when figures.mark = 'unreadable' then 1 else 0 end"
        ) }} as total,
        {{ count_marks('figures.mark', ['blank']) }} as blank_parts,
        {{ count_marks('figures.mark', ['not_applicable']) }} as not_applicable_parts,
        {{ count_marks('figures.mark', ['inferred', 'inferred_approximate']) }} as inferred_parts,
        {{ count_marks('figures.mark', ['approximate', 'inferred_approximate']) }}
            as approximate_parts,
        {{ count_marks('figures.mark', ['unreadable']) }} as unreadable_parts,
        {{ count_marks('figures.basis', ['corrected']) }} as corrected_parts
    from {{ ref('int_region_reports_covered') }} as reports
    inner join {{ ref('int_figures_accepted') }} as figures
        on
            reports.agency_id = figures.agency_id
            and reports.year = figures.year
    where reports.role = 'counted'
    group by
        reports.region_code,
        reports.year,
        figures.row_code,
        figures.column_code
)

select
    summed.region_code,
    summed.year,
    summed.table_name,
    summed.row_code,
    summed.column_code,
    figure_rows.row_name,
    case when summed.column_code <> 'percent' then summed.total end as value,
    case
        when summed.column_code = 'percent' then '百分比不能相加'
        when summed.unreadable_parts > 0
            then concat(summed.unreadable_parts, ' 处数字无法辨认，不作合计')
        when summed.total is null then '所采用的报告中这一项均为空白'
    end as withheld_reason,
    case
        when summed.unreadable_parts > 0 then 'unreadable'
        when summed.total is null or summed.column_code = 'percent' then 'blank'
        when summed.inferred_parts > 0 and summed.approximate_parts > 0 then 'inferred_approximate'
        when summed.inferred_parts > 0 then 'inferred'
        when summed.approximate_parts > 0 then 'approximate'
        when summed.corrected_parts > 0 then 'corrected'
        else 'stated'
    end as mark,
    sets.report_count,
    summed.used_count,
    sets.report_count - summed.used_count as missing_count,
    summed.blank_parts,
    summed.not_applicable_parts,
    summed.inferred_parts,
    summed.approximate_parts,
    summed.unreadable_parts,
    summed.corrected_parts
from summed
inner join sets
    on
        summed.region_code = sets.region_code
        and summed.year = sets.year
left join {{ ref('figure_rows') }} as figure_rows
    on summed.row_code = figure_rows.row_code
