select
    disposition_code,
    disposition,
    group_code,
    group_label,
    sort_order,
    is_total,
    is_group
from {{ ref('dispositions') }}
