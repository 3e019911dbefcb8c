select
    indicator_code,
    indicator,
    unit,
    formula,
    sort_order,
    is_rate,
    has_denominator,
    grain = 'region' as is_per_region
from {{ ref('indicators') }}
