with figures as (
    select
        agency_id,
        year,
        count(*) filter (where state = 'number') as figure_count,
        {{ count_marks('mark', ['blank']) }} as blank_count,
        {{ count_marks('mark', ['not_applicable']) }} as not_applicable_count,
        {{ count_marks('mark', ['inferred', 'inferred_approximate']) }} as inferred_count,
        {{ count_marks('mark', ['unreadable']) }} as unreadable_count,
        {{ count_marks('mark', ['approximate', 'inferred_approximate']) }} as approximate_count,
        {{ count_marks('basis', ['corrected']) }} as corrected_count
    from {{ ref('int_figures_accepted') }}
    group by agency_id, year
),

findings as (
    select
        agency_id,
        year,
        {{ count_marks('severity', ['error']) }} as error_count,
        {{ count_marks('severity', ['warning']) }} as warning_count,
        {{ count_marks('severity', ['notice']) }} as notice_count
    from {{ ref('int_findings_collected') }}
    where agency_id is not null and is_open
    group by agency_id, year
)

select
    reports.agency_id,
    reports.year,
    reports.document_path,
    reports.report_no,
    reports.sha256,
    reports.status,
    reports.reason,
    reports.title,
    reports.published,
    reports.due_date,
    reports.is_on_time,
    reports.scope,
    reports.scope_evidence,
    reports.form_proactive,
    reports.form_requests,
    reports.form_reviews,
    coalesce(figures.figure_count, 0) as figure_count,
    coalesce(figures.blank_count, 0) as blank_count,
    coalesce(figures.not_applicable_count, 0) as not_applicable_count,
    coalesce(figures.inferred_count, 0) as inferred_count,
    coalesce(figures.unreadable_count, 0) as unreadable_count,
    coalesce(figures.approximate_count, 0) as approximate_count,
    coalesce(figures.corrected_count, 0) as corrected_count,
    coalesce(findings.error_count, 0) as error_count,
    coalesce(findings.warning_count, 0) as warning_count,
    coalesce(findings.notice_count, 0) as notice_count,
    reports.attachment_count,
    reports.document_count - 1 as other_document_count
from {{ ref('int_reports_accepted') }} as reports
left join figures
    on
        reports.agency_id = figures.agency_id
        and reports.year = figures.year
left join findings
    on
        reports.agency_id = findings.agency_id
        and reports.year = findings.year
