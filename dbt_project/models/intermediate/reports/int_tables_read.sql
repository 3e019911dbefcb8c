{{ config(materialized='table') }}
-- What was read of each table of each report, good or bad, before documents are joined. The tables
-- beside the three main ones share the name `other`; `table_part` is the label of each. Should a
-- table hold cells of two forms, it is of the one that has more of them.
with other_tables as (
    select distinct
        form,
        row_code,
        table_label
    from {{ ref('stg_form_cells') }}
    where table_name = 'other'
),

counted_by_form as (
    select
        cells.document_path,
        cells.report_no,
        cells.table_name,
        coalesce(other_tables.table_label, '') as table_part,
        cells.form,
        count(*) as cell_count,
        count(*) filter (where cells.state = 'number') as figure_count,
        {{ count_marks('cells.state', ['unreadable']) }} as unreadable_count,
        count(*) filter (where cells.state = 'number' and cells.basis = 'inferred')
            as inferred_count
    from {{ ref('stg_cells') }} as cells
    left join other_tables
        on
            cells.table_name = 'other'
            and cells.form = other_tables.form
            and cells.row_code = other_tables.row_code
    group by
        cells.document_path,
        cells.report_no,
        cells.table_name,
        coalesce(other_tables.table_label, ''),
        cells.form
),

counted as (
    select
        document_path,
        report_no,
        table_name,
        table_part,
        arg_max(form, row(cell_count, form)) as form,
        cast(sum(figure_count) as bigint) as figure_count,
        cast(sum(unreadable_count) as bigint) as unreadable_count,
        cast(sum(inferred_count) as bigint) as inferred_count
    from counted_by_form
    group by document_path, report_no, table_name, table_part
),

unread as (
    select
        document_path,
        report_no,
        table_name,
        case when table_name = 'other' then table_label else '' end as table_part,
        count(*) as unread_rows
    from {{ ref('stg_findings') }}
    where check_id = 'unread_row'
    group by all
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
        and counted.table_part = unread.table_part
