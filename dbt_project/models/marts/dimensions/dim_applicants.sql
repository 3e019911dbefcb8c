select
    applicant_code,
    applicant,
    sort_order,
    is_total
from {{ ref('applicants') }}
