-- Every cell of the accepted reports as printed, with its place in the form and the fact that holds
-- its row: from the document, page or attachment, that each table is taken from.
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
from {{ ref('int_tables_accepted') }} as sources
inner join {{ ref('stg_cells') }} as cells
    on
        sources.source_path = cells.document_path
        and sources.report_no = cells.report_no
        and sources.table_name = cells.table_name
left join {{ ref('stg_form_cells') }} as form_cells
    on
        cells.form = form_cells.form
        and cells.row_code = form_cells.row_code
        and cells.column_code = form_cells.column_code
left join {{ ref('figure_rows') }} as figure_rows
    on cells.row_code = figure_rows.row_code
where
    sources.table_part
    = case when cells.table_name = 'other' then form_cells.table_label else '' end
