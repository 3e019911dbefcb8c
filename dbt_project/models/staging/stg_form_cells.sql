select
    form,
    table_name,
    table_label,
    block_no,
    block_label,
    line_no,
    line_label,
    line_group,
    column_no,
    column_label,
    column_group,
    row_code,
    column_code,
    unit,
    -- a number to join millions of figures by, in place of three strings
    cast(row_number() over (order by form, row_code, column_code) as integer) as cell_key
from {{ source('raw', 'form_cells') }}
