select
    line_no,
    agency,
    region_code,
    year,
    row_code,
    column_code,
    printed_text,
    printed_value,
    correct_state,
    correct_value,
    found_text,
    found_value,
    found_state,
    status,
    case status
        when 'applied' then '已采用'
        when 'superseded' then '台账中后面的一行更正了同一个数字，以后面的为准'
        when 'no_such_report' then '没有这个机关这一年的报告'
        when 'no_such_figure' then '报告的表中没有这一格'
        else concat(
                '已失效：报告所载已不是“', coalesce(nullif(printed_text, ''), '空白'), '”，而是“',
                coalesce(nullif(found_text, ''), '空白'), '”'
            )
    end as status_reason,
    reason,
    decided_by,
    decided_on
from {{ ref('int_corrections_judged') }}
