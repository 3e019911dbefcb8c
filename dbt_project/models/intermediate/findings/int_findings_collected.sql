{{ config(materialized='table') }}
-- All findings in one shape. The key holds no path and no build, so that it stays the same from
-- build to build; where several findings share it, their order within the report tells them apart.
-- A file without an agency is known by its content.
with collected as (
    select * from {{ ref('int_findings_from_identities') }}
    union all by name
    select * from {{ ref('int_findings_from_continuities') }}
    union all by name
    select * from {{ ref('int_findings_from_counts') }}
    union all by name
    select * from {{ ref('int_findings_from_deadlines') }}
    union all by name
    select * from {{ ref('int_findings_from_reading') }}
    union all by name
    select * from {{ ref('int_findings_from_attachments') }}
    union all by name
    select * from {{ ref('int_findings_from_claims') }}
    union all by name
    select * from {{ ref('int_findings_from_prose') }}
),

keyed as (
    select
        *,
        concat_ws(
            '|',
            coalesce(agency_id, sha256),
            coalesce(cast(year as varchar), ''),
            check_id,
            coalesce(table_name, ''),
            coalesce(row_label, ''),
            coalesce(column_label, '')
        ) as identifying_text
    from collected
)

select
    keyed.agency_id,
    keyed.year,
    keyed.check_id,
    keyed.table_name,
    keyed.table_label,
    keyed.row_label,
    keyed.column_label,
    keyed.left_value,
    keyed.right_value,
    keyed.difference,
    keyed.blank_operands,
    keyed.message,
    keyed.document_path,
    keyed.places,
    coalesce(keyed.severity, checks.severity) as severity,
    coalesce(checks.check_name, keyed.check_id) as check_name,
    md5(
        concat(
            keyed.identifying_text,
            '|',
            row_number() over (
                partition by keyed.identifying_text
                order by keyed.ordering, keyed.document_path
            )
        )
    ) as finding_key
from keyed
left join {{ ref('checks') }} as checks
    on keyed.check_id = checks.check_id
