{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- Indicators of each set of reports. From the tables: the sums over the counted reports that have
-- the figures. A rate takes a report in with both sides or not at all. From the reports themselves,
-- counted and covered alike: timeliness and pass rate, for every report has its own deadline.
with usable as (
    select
        reports.organ_group_code,
        reports.region_code,
        summed.*
    from {{ only(years, ref('int_sets_listed')) }} as reports
    inner join {{ only(years, ref('int_indicators_summed')) }} as summed
        on
            reports.agency_id = summed.agency_id
            and reports.year = summed.year
    inner join {{ ref('indicators') }} as indicators
        on summed.indicator_code = indicators.indicator_code
    where
        reports.role = 'counted'
        and summed.is_on_form
        and summed.absent_parts = 0
        and (
            not indicators.has_denominator
            or summed.denominator is not null
            or summed.unreadable_in_denominator > 0
        )
),

errors as (
    select
        agency_id,
        year,
        count(*) filter (where severity = 'error' and is_open) as error_count
    from {{ only(years, ref('int_findings_collected')) }}
    group by agency_id, year
),

about_reports as (
    select
        reports.organ_group_code,
        reports.region_code,
        reports.year,
        count(*) as received_count,
        count(accepted.is_on_time) as dated_count,
        count(*) filter (where accepted.is_on_time) as timely_count,
        count(*) filter (where coalesce(errors.error_count, 0) = 0) as passing_count
    from {{ only(years, ref('int_sets_listed')) }} as reports
    inner join {{ ref('int_reports_accepted') }} as accepted
        on
            reports.agency_id = accepted.agency_id
            and reports.year = accepted.year
    left join errors
        on
            reports.agency_id = errors.agency_id
            and reports.year = errors.year
    group by reports.organ_group_code, reports.region_code, reports.year
)

select
    organ_group_code,
    region_code,
    year,
    indicator_code,
    count(*) as used_count,
    {{ honest_sum('numerator', 'unreadable_in_numerator') }} as numerator,
    {{ honest_sum('denominator', 'unreadable_in_denominator') }} as denominator,
    cast(sum(blank_parts) as bigint) as blank_parts,
    cast(sum(inferred_parts) as bigint) as inferred_parts,
    cast(sum(approximate_parts) as bigint) as approximate_parts,
    cast(sum(unreadable_parts) as bigint) as unreadable_parts,
    string_agg(distinct formula_key, ';' order by formula_key) as formula_key
from usable
group by organ_group_code, region_code, year, indicator_code
union all by name
select
    organ_group_code,
    region_code,
    year,
    'timeliness_rate' as indicator_code,
    dated_count as used_count,
    cast(timely_count as decimal(20, 4)) as numerator,
    cast(dated_count as decimal(20, 4)) as denominator,
    'timeliness' as formula_key
from about_reports
union all by name
select
    organ_group_code,
    region_code,
    year,
    'check_pass_rate' as indicator_code,
    received_count as used_count,
    cast(passing_count as decimal(20, 4)) as numerator,
    cast(received_count as decimal(20, 4)) as denominator,
    'checks' as formula_key
from about_reports
union all by name
select
    organ_group_code,
    region_code,
    year,
    'reporting_rate' as indicator_code,
    received_count as used_count,
    -- of those due where there is a roster, else all
    cast(coalesce(due_received_count, received_count) as decimal(20, 4)) as numerator,
    cast(due_count as decimal(20, 4)) as denominator,
    'roster' as formula_key
from {{ only(years, ref('int_sets_described')) }}
