{{ config(materialized='table') }}
-- Which document each table of each report is taken from: of a page and its attachments the one in
-- which the table is read best (nothing unread, then nothing inferred, then more figures, then the
-- page itself). A document without attachments has all its tables.
with members as (
    select
        page_path as document_path,
        document_path as source_path
    from {{ ref('int_attachments_judged') }}
    where is_joined
    union
    select
        page_path as document_path,
        page_path as source_path
    from {{ ref('int_attachments_judged') }}
    where is_joined
),

ranked as (
    select
        members.document_path,
        1 as report_no,
        members.source_path,
        tables.table_name,
        tables.table_part,
        tables.form,
        tables.figure_count,
        tables.unreadable_count,
        tables.unread_rows
    from members
    inner join {{ ref('int_tables_read') }} as tables
        on
            members.source_path = tables.document_path
            and tables.report_no = 1
    qualify
        row_number() over (
            partition by members.document_path, tables.table_name, tables.table_part
            order by
                tables.unreadable_count + tables.unread_rows asc,
                tables.inferred_count asc,
                tables.figure_count desc,
                members.source_path = members.document_path desc,
                members.source_path asc
        ) = 1
),

-- The tables beside the three main ones belong to a form: with another form's they would repeat
-- its rows.
formed as (
    select
        document_path,
        count(distinct source_path) as source_count,
        coalesce(
            max(case when table_name = 'reviews' then form end),
            max(case when table_name = 'requests' then form end),
            max(case when table_name = 'proactive' then form end)
        ) as form
    from ranked
    group by document_path
),

chosen as (
    select ranked.*
    from ranked
    inner join formed
        on ranked.document_path = formed.document_path
    where
        ranked.table_name <> 'other'
        or formed.source_count = 1
        or formed.form is null
        or ranked.form = formed.form
    union all by name
    select
        tables.document_path,
        tables.report_no,
        tables.document_path as source_path,
        tables.table_name,
        tables.table_part,
        tables.form,
        tables.figure_count,
        tables.unreadable_count,
        tables.unread_rows
    from {{ ref('int_tables_read') }} as tables
    left join members as joined
        on tables.document_path = joined.source_path
    where joined.source_path is null
)

select
    chosen.*,
    documents.sha256 as source_sha256
from chosen
inner join {{ ref('stg_documents') }} as documents
    on chosen.source_path = documents.document_path
