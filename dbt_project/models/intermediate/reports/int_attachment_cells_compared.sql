{{ config(materialized='table') }}
-- Cells that a page and its attachment both print, side by side: only those that say something
-- different. A blank is held against a figure, but not against 0.
with pairs as (
    select
        attachments.page_path,
        attachments.document_path
    from {{ ref('stg_attachments') }} as attachments
    inner join {{ ref('stg_documents') }} as documents
        on attachments.document_path = documents.document_path
    inner join {{ ref('stg_documents') }} as pages
        on attachments.page_path = pages.document_path
    where documents.status <> 'rejected' and pages.status <> 'rejected'
),

members as (
    select
        page_path,
        document_path
    from pairs
    union
    select
        page_path,
        page_path as document_path
    from pairs
),

printed as (
    select
        members.page_path,
        cells.*
    from {{ ref('stg_cells') }} as cells
    inner join members
        on cells.document_path = members.document_path
    where cells.report_no = 1
)

select
    one.page_path,
    one.document_path,
    other.document_path as other_path,
    one.table_name,
    one.form,
    one.row_code,
    one.column_code,
    one.row_label,
    one.column_label,
    one.value,
    other.value as other_value,
    one.place,
    other.place as other_place,
    coalesce(one.value, 0) <> coalesce(other.value, 0) as is_different
from printed as one
inner join printed as other
    on
        one.page_path = other.page_path
        and one.document_path <> other.document_path
        and one.row_code = other.row_code
        and one.column_code = other.column_code
where
    one.state <> 'unreadable'
    and other.state <> 'unreadable'
    and (one.value <> 0 or other.value <> 0)
