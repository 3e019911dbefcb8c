select
    finding_key,
    verdict,
    note,
    decided_by,
    decided_on,
    line_no
from {{ source('raw', 'finding_reviews') }}
