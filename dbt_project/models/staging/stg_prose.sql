select
    path as document_path,
    report_no,
    sentence_hash,
    characters
from {{ source('raw', 'prose') }}
