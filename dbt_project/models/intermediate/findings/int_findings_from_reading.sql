-- What the reader itself reported: of the accepted reports, and of files that could not be assigned
-- to an agency and year (their findings would otherwise be seen by nobody). Those of superseded
-- documents are left out with their figures. Of a page and its attachments count the findings on
-- the tables taken from each; a table that one of them has is not missing, and who reports is told
-- by the page unless only an attachment tells it.
with sources as (
    select
        document_path,
        report_no,
        document_path as source_path,
        false as is_attachment
    from {{ ref('int_reports_joined') }}
    union all
    select
        page_path as document_path,
        1 as report_no,
        document_path as source_path,
        true as is_attachment
    from {{ ref('int_attachments_judged') }}
    where is_joined
),

relevant as (
    select
        joined.document_path as page_path,
        joined.report_no as page_report_no,
        joined.attachment_count,
        sources.is_attachment,
        findings.*
    from {{ ref('stg_findings') }} as findings
    inner join sources
        on
            findings.document_path = sources.source_path
            and findings.report_no = sources.report_no
    inner join {{ ref('int_reports_joined') }} as joined
        on
            sources.document_path = joined.document_path
            and sources.report_no = joined.report_no
    inner join {{ ref('stg_readings') }} as readings
        on
            joined.document_path = readings.document_path
            and joined.report_no = readings.report_no
    left join {{ ref('int_tables_joined') }} as tables
        on
            joined.document_path = tables.document_path
            and joined.report_no = tables.report_no
            and findings.table_name = tables.table_name
            and tables.table_part
            = case when findings.table_name = 'other' then findings.table_label else '' end
    where
        joined.attachment_count = 0
        or case findings.check_id
            when 'missing_table' then tables.source_path is null
            when 'unknown_identity'
                then
                    not sources.is_attachment
                    and (
                        findings.severity <> 'error'
                        or not (readings.agency is null or readings.year is null)
                    )
            else coalesce(tables.source_path = findings.document_path, not sources.is_attachment)
        end
    qualify
        joined.attachment_count = 0
        or findings.check_id <> 'missing_table'
        or row_number() over (
            partition by
                joined.document_path, joined.report_no, findings.check_id, findings.table_label
            order by sources.is_attachment, findings.document_path, findings.finding_no
        ) = 1
)

select
    case when ranked.choice_rank = 1 then ranked.agency_id end as agency_id,
    case when ranked.choice_rank = 1 then ranked.year end as year,
    relevant.check_id,
    relevant.severity,
    relevant.table_name,
    relevant.table_label,
    relevant.row_label,
    relevant.column_label,
    relevant.message,
    relevant.document_path,
    documents.sha256,
    format('{:04d}.{:06d}', coalesce(relevant.report_no, 0), relevant.finding_no) as ordering
from relevant
left join {{ ref('stg_documents') }} as documents
    on relevant.document_path = documents.document_path
left join {{ ref('int_reports_ranked') }} as ranked
    on
        relevant.page_path = ranked.document_path
        and relevant.page_report_no = ranked.report_no
where coalesce(ranked.choice_rank, 1) = 1
