-- The one report that counts for each agency and year, with its deadline.
with chosen as (
    select
        * exclude (
            choice_rank,
            chosen_path,
            chosen_sha256,
            chosen_status,
            chosen_published,
            chosen_figure_count,
            role_reason,
            figure_count
        )
    from {{ ref('int_reports_ranked') }}
    where choice_rank = 1
)

select
    chosen.*,
    -- a number to join and group millions of figures by, in place of agency and year; it depends on
    -- the reports of that year alone
    cast(chosen.year as bigint) * 1000000
    + row_number() over (partition by chosen.year order by chosen.agency_id) as report_key,
    case
        when chosen.scope = 'consolidated'
            then '县级以上人民政府的报告，按条例第五十条汇总本级各部门和下级政府'
        when chosen.scope is null then '不能确定报告的机构，不知是否汇总'
        when chosen.kind = 'government' then '乡镇、街道的报告，只计本机关'
        when chosen.kind = 'department' then '部门的报告，只计本机关'
        else '不是县级以上人民政府的报告，只计本机关'
    end as scope_evidence,
    make_date(chosen.year + 1, deadlines.due_month, deadlines.due_day) as due_date,
    chosen.published
    <= make_date(chosen.year + 1, deadlines.due_month, deadlines.due_day) as is_on_time
from chosen
left join {{ ref('reporting_deadlines') }} as deadlines
    on coalesce(chosen.kind, 'other') = deadlines.kind
