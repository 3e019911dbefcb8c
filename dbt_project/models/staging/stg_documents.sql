select
    path as document_path,
    sha256,
    size_bytes,
    format,
    status,
    reason,
    reader_version
from {{ source('raw', 'documents') }}
