{{ config(materialized='table') }}
-- Which document, page or attachment, each table of each accepted report is taken from.
select
    reports.agency_id,
    reports.year,
    reports.report_key,
    tables.table_name,
    tables.table_part,
    tables.source_path,
    tables.source_sha256,
    tables.report_no
from {{ ref('int_tables_joined') }} as tables
inner join {{ ref('int_reports_accepted') }} as reports
    on
        tables.document_path = reports.document_path
        and tables.report_no = reports.report_no
