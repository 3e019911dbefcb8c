select
    path as document_path,
    page_path,
    rule
from {{ source('raw', 'attachments') }}
