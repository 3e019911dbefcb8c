select
    agency,
    region_code,
    year,
    row_code,
    column_code,
    printed_text,
    printed_state,
    printed_value,
    correct_state,
    correct_value,
    reason,
    decided_by,
    decided_on,
    line_no
from {{ source('raw', 'corrections') }}
