-- Findings of each check on the reports of a region; region 'all' counts all, also those on reports
-- whose agency or region isn't known.
with placed as (
    select
        regions.region_code,
        findings.*
    from {{ ref('fct_findings') }} as findings
    inner join {{ ref('int_agencies_in_regions') }} as regions
        on findings.agency_id = regions.agency_id
    union all
    select
        'all' as region_code,
        findings.*
    from {{ ref('fct_findings') }} as findings
)

select
    region_code,
    year,
    check_id,
    any_value(check_name) as check_name,
    severity,
    count(*) as finding_count,
    count(*) filter (where is_open) as open_count,
    {{ count_marks('verdict', ['confirmed']) }} as confirmed_count,
    {{ count_marks('verdict', ['explained']) }} as explained_count,
    {{ count_marks('verdict', ['false_alarm']) }} as false_alarm_count,
    {{ count_marks('verdict', ['mended']) }} as mended_count,
    count(distinct agency_id) as agency_count
from placed
group by region_code, year, check_id, severity
