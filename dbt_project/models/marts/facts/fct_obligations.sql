select
    agency_id,
    year,
    basis,
    due_date,
    published,
    is_received,
    status
from {{ ref('int_obligations') }}
