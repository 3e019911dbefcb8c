select
    file,
    line_no,
    column_name,
    message,
    remedy
from {{ source('raw', 'ledger_problems') }}
