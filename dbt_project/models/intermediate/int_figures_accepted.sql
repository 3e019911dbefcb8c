{{ config(materialized='table') }}
-- Every cell of the accepted reports, with its mark, its place in the form and the fact that holds
-- its row.
select
    reports.agency_id,
    reports.year,
    cells.table_name,
    form_cells.table_label,
    cells.form,
    cells.row_code,
    cells.column_code,
    cells.row_label,
    cells.column_label,
    form_cells.line_no,
    form_cells.column_no,
    form_cells.unit,
    cells.value,
    cells.state,
    cells.basis,
    cells.is_approximate,
    {{ figure_mark('cells.state', 'cells.basis', 'cells.is_approximate') }} as mark,
    cells.printed_text,
    cells.place,
    cells.document_path,
    cells.report_no,
    reports.sha256,
    figure_rows.fact,
    figure_rows.row_name
from {{ ref('stg_cells') }} as cells
inner join {{ ref('int_reports_accepted') }} as reports
    on
        cells.document_path = reports.document_path
        and cells.report_no = reports.report_no
left join {{ ref('stg_form_cells') }} as form_cells
    on
        cells.form = form_cells.form
        and cells.row_code = form_cells.row_code
        and cells.column_code = form_cells.column_code
left join {{ ref('figure_rows') }} as figure_rows
    on cells.row_code = figure_rows.row_code
