-- The office's verdict on each finding: the last line of the ledger that names it.
select *
from {{ ref('stg_finding_reviews') }}
qualify row_number() over (partition by finding_key order by line_no desc) = 1
