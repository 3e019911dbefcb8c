select
    form,
    subject,
    sum_no,
    sum_name,
    table_name,
    row_label,
    column_label,
    row_code,
    column_code
from {{ source('raw', 'claim_sums') }}
