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
    unit
from {{ ref('stg_form_cells') }}
