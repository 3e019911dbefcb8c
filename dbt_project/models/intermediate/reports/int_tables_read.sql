{{ config(materialized='table') }}
-- What was read of each table of each report, good or bad, before documents are joined.
-- Should a table hold cells of two forms, it is of the one that has more of them.
with counted_by_form as (
    select
        document_path,
        report_no,
        table_name,
        form,
        count(*) as cell_count,
        count(*) filter (where state = 'number') as figure_count,
        {{ count_marks('state', ['unreadable']) }} as unreadable_count,
        count(*) filter (where state = 'number' and basis = 'inferred') as inferred_count
    from {{ ref('stg_cells') }}
    group by document_path, report_no, table_name, form
),

counted as (
    select
        document_path,
        report_no,
        table_name,
        arg_max(form, row(cell_count, form)) as form,
        cast(sum(figure_count) as bigint) as figure_count,
        cast(sum(unreadable_count) as bigint) as unreadable_count,
        cast(sum(inferred_count) as bigint) as inferred_count
    from counted_by_form
    group by document_path, report_no, table_name
),

unread as (
    select
        document_path,
        report_no,
        table_name,
        count(*) as unread_rows
    from {{ ref('stg_findings') }}
    where check_id = 'unread_row'
    group by document_path, report_no, table_name
)

select
    counted.*,
    coalesce(unread.unread_rows, 0) as unread_rows
from counted
left join unread
    on
        counted.document_path = unread.document_path
        and counted.report_no = unread.report_no
        and counted.table_name = unread.table_name
