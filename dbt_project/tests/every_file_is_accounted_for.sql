{{ config(meta={'dagster': {'ref': {'name': 'fct_raw_files'}}}) }}
-- Every file under raw/ is in fct_raw_files, as it is; a file is used exactly if an accepted report
-- comes from it, a superseded one points at a used one, and an attached one at its page, a used
-- one.
with reports as (
    select distinct document_path
    from {{ ref('fct_reports') }}
)

select
    coalesce(documents.document_path, files.document_path) as document_path,
    files.role,
    files.superseded_by
from {{ ref('stg_documents') }} as documents
full outer join {{ ref('fct_raw_files') }} as files
    on
        documents.document_path = files.document_path
        and documents.sha256 = files.sha256
left join {{ ref('fct_raw_files') }} as successors
    on files.superseded_by = successors.document_path
left join {{ ref('fct_raw_files') }} as pages
    on files.attached_to = pages.document_path
left join reports
    on files.document_path = reports.document_path
where
    documents.document_path is null
    or files.document_path is null
    or (files.role = 'used') <> (reports.document_path is not null)
    or (files.role = 'superseded') <> (successors.document_path is not null)
    or successors.role <> 'used'
    or (files.role = 'attached' and coalesce(pages.role, '') <> 'used')
