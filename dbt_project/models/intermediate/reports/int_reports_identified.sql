-- Every reading with its document, its agency's key and what its tables hold.
with counted as (
    select
        document_path,
        report_no,
        cast(sum(figure_count) as bigint) as figure_count
    from {{ ref('int_tables_read') }}
    group by document_path, report_no
)

select
    readings.*,
    documents.sha256,
    case
        when readings.agency is not null
            then left(md5(concat(readings.region_code, '|', readings.agency)), 12)
    end as agency_id,
    coalesce(counted.figure_count, 0) as figure_count
from {{ ref('stg_readings') }} as readings
inner join {{ ref('stg_documents') }} as documents
    on readings.document_path = documents.document_path
left join counted
    on
        readings.document_path = counted.document_path
        and readings.report_no = counted.report_no
