{{ config(meta={'dagster': {'ref': {'name': 'fct_findings'}}}) }}
-- The counts of findings on the reports are those of the findings that are open. Only what is
-- missing, or wrong in the roster, is found without a report.
with counted as (
    select
        agency_id,
        year,
        {{ count_marks('severity', ['error']) }} as error_count,
        {{ count_marks('severity', ['warning']) }} as warning_count,
        {{ count_marks('severity', ['notice']) }} as notice_count
    from {{ ref('fct_findings') }}
    where
        agency_id is not null
        and is_open
        and check_id not in ('missing_report', 'roster_parent')
    group by agency_id, year
)

select
    reports.agency_id,
    reports.year
from {{ ref('fct_reports') }} as reports
full outer join counted
    on
        reports.agency_id = counted.agency_id
        and reports.year = counted.year
where
    reports.agency_id is null
    or reports.error_count <> coalesce(counted.error_count, 0)
    or reports.warning_count <> coalesce(counted.warning_count, 0)
    or reports.notice_count <> coalesce(counted.notice_count, 0)
union all
select
    findings.agency_id,
    findings.year
from {{ ref('fct_findings') }} as findings
inner join {{ ref('fct_reports') }} as reports
    on
        findings.agency_id = reports.agency_id
        and findings.year = reports.year
where findings.check_id = 'missing_report'
