{{ config(materialized='table') }}
-- All findings in one shape, with the office's verdict. The key holds no path and no build, so that
-- it stays the same from build to build, and the figures on both sides, so that a verdict never
-- covers others; where several findings share it, their order within the report tells them apart. A
-- file without an agency is known by its content. It begins with a letter: no sheet takes it for a
-- number.
with collected as (
    select * from {{ ref('int_findings_from_identities') }}
    union all by name
    select * from {{ ref('int_findings_from_continuities') }}
    union all by name
    select * from {{ ref('int_findings_from_years') }}
    union all by name
    select * from {{ ref('int_findings_from_counts') }}
    union all by name
    select * from {{ ref('int_findings_from_deadlines') }}
    union all by name
    select * from {{ ref('int_findings_from_obligations') }}
    union all by name
    select * from {{ ref('int_findings_from_roll_up') }}
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
            coalesce(column_label, ''),
            coalesce(cast(cast(left_value as decimal(20, 4)) as varchar), ''),
            coalesce(cast(cast(right_value as decimal(20, 4)) as varchar), '')
        ) as identifying_text
    from collected
),

numbered as (
    select
        *,
        concat(
            'F',
            left(
                md5(
                    concat(
                        identifying_text,
                        '|',
                        row_number() over (
                            partition by identifying_text
                            order by ordering, message, document_path, places, table_label
                        )
                    )
                ),
                15
            )
        ) as finding_key
    from keyed
)

select
    numbered.finding_key,
    numbered.agency_id,
    numbered.year,
    numbered.check_id,
    coalesce(checks.check_name, numbered.check_id) as check_name,
    coalesce(numbered.severity, checks.severity) as severity,
    numbered.table_name,
    numbered.table_label,
    numbered.row_label,
    numbered.column_label,
    numbered.left_value,
    numbered.right_value,
    numbered.difference,
    numbered.blank_operands,
    numbered.message,
    numbered.document_path,
    numbered.places,
    verdicts.verdict,
    verdicts.note as verdict_note,
    verdicts.decided_by as verdict_by,
    verdicts.decided_on as verdict_date,
    coalesce(verdicts.verdict, 'confirmed') = 'confirmed' as is_open
from numbered
left join {{ ref('checks') }} as checks
    on numbered.check_id = checks.check_id
left join {{ ref('int_verdicts_latest') }} as verdicts
    on numbered.finding_key = verdicts.finding_key
