{{ config(materialized='table') }}
-- How much of each accepted report's prose stands word for word, figures aside, in the last report
-- of the same agency. Sentences that many agencies print are nobody's own and do not count.
with printed as (
    select distinct
        sources.agency_id,
        sources.year,
        prose.sentence_hash,
        prose.characters
    from {{ ref('stg_prose') }} as prose
    inner join {{ ref('int_prose_sources_joined') }} as sources
        on
            prose.document_path = sources.document_path
            and prose.report_no = sources.report_no
),

common as (
    select sentence_hash
    from printed
    group by sentence_hash
    having count(distinct agency_id) >= {{ var('common_sentence_agencies') }}
),

own as (
    select printed.*
    from printed
    left join common
        on printed.sentence_hash = common.sentence_hash
    where common.sentence_hash is null
),

totals as (
    select
        agency_id,
        year,
        cast(sum(characters) as integer) as characters
    from own
    group by agency_id, year
),

reports as (
    select
        reports.agency_id,
        reports.year,
        reports.document_path,
        reports.sha256,
        coalesce(totals.characters, 0) as characters,
        lag(reports.year) over chronicle as last_year,
        lag(reports.document_path) over chronicle as last_document_path,
        lag(coalesce(totals.characters, 0)) over chronicle as last_characters
    from {{ ref('int_reports_accepted') }} as reports
    left join totals
        on
            reports.agency_id = totals.agency_id
            and reports.year = totals.year
    window chronicle as (partition by reports.agency_id order by reports.year)
),

shared as (
    select
        reports.agency_id,
        reports.year,
        cast(sum(now.characters) as integer) as shared_characters
    from reports
    inner join own as now
        on
            reports.agency_id = now.agency_id
            and reports.year = now.year
    inner join own as before
        on
            reports.agency_id = before.agency_id
            and reports.last_year = before.year
            and now.sentence_hash = before.sentence_hash
    group by reports.agency_id, reports.year
)

select
    reports.*,
    coalesce(shared.shared_characters, 0) as shared_characters,
    case
        when least(reports.characters, reports.last_characters) < {{ var('copied_characters') }}
            then 'too_short'
        when
            coalesce(shared.shared_characters, 0) * 200
            >= (reports.characters + reports.last_characters) * {{ var('copied_percent') }}
            then 'breaks'
        else 'holds'
    end as outcome
from reports
left join shared
    on
        reports.agency_id = shared.agency_id
        and reports.year = shared.year
where reports.last_year is not null
