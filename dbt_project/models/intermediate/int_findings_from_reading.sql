-- What the reader itself reported: of the accepted reports, and of files that could not be assigned
-- to an agency and year (their findings would otherwise be seen by nobody). Those of superseded
-- documents are left out with their figures.
with labels as (
    select
        form,
        table_name,
        string_agg(distinct table_label, '；' order by table_label) as table_label
    from {{ ref('stg_form_cells') }}
    group by form, table_name
)

select
    case when ranked.choice_rank = 1 then ranked.agency_id end as agency_id,
    case when ranked.choice_rank = 1 then ranked.year end as year,
    findings.check_id,
    findings.severity,
    findings.table_name,
    labels.table_label,
    findings.row_label,
    findings.column_label,
    findings.message,
    findings.document_path,
    documents.sha256,
    format('{:04d}.{:06d}', coalesce(findings.report_no, 0), findings.finding_no) as ordering
from {{ ref('stg_findings') }} as findings
left join {{ ref('stg_documents') }} as documents
    on findings.document_path = documents.document_path
left join {{ ref('stg_readings') }} as readings
    on
        findings.document_path = readings.document_path
        and findings.report_no = readings.report_no
left join {{ ref('int_reports_ranked') }} as ranked
    on
        findings.document_path = ranked.document_path
        and findings.report_no = ranked.report_no
left join {{ ref('official_forms') }} as forms
    on readings.year between forms.first_year and coalesce(forms.last_year, 9999)
left join labels
    on
        findings.table_name = labels.table_name
        -- A table that was not found has no form of its own: the official one of its year names it.
        and labels.form = coalesce(
            case findings.table_name
                when 'proactive' then readings.form_proactive
                when 'reviews' then readings.form_reviews
                else readings.form_requests
            end,
            forms.form
        )
where coalesce(ranked.choice_rank, 1) = 1
