select
    finding_key,
    agency_id,
    year,
    check_id,
    check_name,
    severity,
    table_name,
    table_label,
    row_label,
    column_label,
    left_value,
    right_value,
    cast(difference as decimal(20, 4)) as difference,
    blank_operands,
    message,
    document_path,
    places
from {{ ref('int_findings_collected') }}
