select
    path as document_path,
    report_no,
    title,
    agency,
    year,
    province,
    city,
    county,
    region_code,
    level,
    kind,
    scope,
    published,
    form_proactive,
    form_requests,
    form_reviews
from {{ source('raw', 'readings') }}
