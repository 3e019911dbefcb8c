select
    form,
    check_id,
    relation,
    severity,
    instance,
    table_name,
    row_label,
    column_label,
    left_name,
    right_name,
    side,
    row_code,
    column_code
from {{ source('raw', 'identity_terms') }}
