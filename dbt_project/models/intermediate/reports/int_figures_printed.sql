-- Every cell of the accepted reports as printed, with its place in the form and the fact that holds
-- its row: from the document, page or attachment, that each table is taken from.
with sources as (
    select
        reports.agency_id,
        reports.year,
        reports.report_key,
        tables.table_name,
        tables.table_part,
        tables.source_path,
        tables.source_sha256,
        tables.report_no
    from {{ ref('int_tables_joined') }} as tables
    inner join {{ ref('int_reports_accepted') }} as reports
        on
            tables.document_path = reports.document_path
            and tables.report_no = reports.report_no
)

select
    sources.agency_id,
    sources.year,
    sources.report_key,
    form_cells.cell_key,
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
    cells.printed_text,
    cells.place,
    cells.note,
    cells.document_path,
    cells.report_no,
    sources.source_sha256 as sha256,
    figure_rows.fact,
    figure_rows.row_name
from {{ ref('stg_cells') }} as cells
left join {{ ref('stg_form_cells') }} as form_cells
    on
        cells.form = form_cells.form
        and cells.row_code = form_cells.row_code
        and cells.column_code = form_cells.column_code
inner join sources
    on
        cells.document_path = sources.source_path
        and cells.report_no = sources.report_no
        and cells.table_name = sources.table_name
        and sources.table_part
        = case when cells.table_name = 'other' then form_cells.table_label else '' end
left join {{ ref('figure_rows') }} as figure_rows
    on cells.row_code = figure_rows.row_code
