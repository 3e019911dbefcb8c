{{ config(materialized='table') }}
-- The documents in which an accepted report's prose may stand: the page and its attachments.
select
    reports.agency_id,
    reports.year,
    reports.document_path,
    reports.report_no,
    reports.sha256,
    false as is_attachment
from {{ ref('int_reports_accepted') }} as reports
union all
select
    reports.agency_id,
    reports.year,
    attached.document_path,
    1 as report_no,
    documents.sha256,
    true as is_attachment
from {{ ref('int_attachments_judged') }} as attached
inner join {{ ref('int_reports_accepted') }} as reports
    on
        attached.page_path = reports.document_path
        and reports.report_no = 1
inner join {{ ref('stg_documents') }} as documents
    on attached.document_path = documents.document_path
where attached.is_joined
