select
    agency_id,
    year,
    basis,
    due_date,
    published,
    is_received,
    status,
    case when status = 'late' then date_diff('day', due_date, published) end as days_late
from {{ ref('int_obligations') }}
