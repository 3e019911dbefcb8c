-- late_report: published after the deadline. Without a known date there is no finding.
select
    agency_id,
    year,
    'late_report' as check_id,
    concat(
        '报告公布于 ', strftime(published, '%Y-%m-%d'), '，晚于规定的 ',
        strftime(due_date, '%Y-%m-%d'), '，迟 ', datediff('day', due_date, published), ' 天'
    ) as message,
    document_path,
    sha256
from {{ ref('int_reports_accepted') }}
where not is_on_time
