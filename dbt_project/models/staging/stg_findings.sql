select
    path as document_path,
    report_no,
    finding_no,
    check_id,
    severity,
    message,
    table_name,
    table_label,
    row_label,
    column_label
from {{ source('raw', 'findings') }}
