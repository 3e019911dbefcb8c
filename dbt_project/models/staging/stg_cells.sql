select
    path as document_path,
    report_no,
    table_name,
    form,
    row_code,
    column_code,
    value,
    state,
    basis,
    is_approximate,
    printed_text,
    place,
    row_label,
    column_label,
    note
from {{ source('raw', 'cells') }}
