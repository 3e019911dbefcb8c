select
    path as document_path,
    report_no,
    claim_no,
    subject,
    stated_count,
    stated_year,
    reason,
    phrase,
    sentence,
    place
from {{ source('raw', 'claims') }}
