select
    check_id,
    check_name,
    severity,
    description as check_definition
from {{ ref('checks') }}
