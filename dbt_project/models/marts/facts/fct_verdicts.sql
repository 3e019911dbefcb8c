-- The last line of the ledger for each finding; its earlier lines are in raw.finding_reviews.
select
    verdicts.finding_key,
    verdicts.verdict,
    verdicts.note,
    verdicts.decided_by,
    verdicts.decided_on,
    verdicts.line_no,
    findings.finding_key is not null as is_finding_there,
    case
        when findings.finding_key is null
            then '这条发现已不存在：报告已更换，或数字已更正，或编号有误'
        else '已采用'
    end as status_reason
from {{ ref('int_verdicts_latest') }} as verdicts
left join {{ ref('int_findings_collected') }} as findings
    on verdicts.finding_key = findings.finding_key
