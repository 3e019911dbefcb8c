{{ config(materialized='table') }}
-- Which agency must report on which year, and whether it did. With a roster in the province, whom
-- the roster names; without one, whoever reported on that year or an earlier one. Nobody after it
-- was succeeded. Only years between the first and the last of which reports of the province were
-- collected. Nobody is missing before the deadline, as of the newest report on the last year; and
-- without a roster not in a year of which less than half of those that reported before were
-- collected: a handful of samples says nothing about who failed to report.
with recursive collected as (
    select
        agencies.province_code,
        min(reports.year) as first_year,
        max(reports.year) as last_year,
        arg_max(reports.newest, reports.year) as as_of
    from (
        select
            agency_id,
            year,
            max(published) over (partition by left(region_code, 2), year) as newest
        from {{ ref('int_reports_accepted') }}
    ) as reports
    inner join {{ ref('int_agencies_listed') }} as agencies
        on reports.agency_id = agencies.agency_id
    where agencies.province_code is not null
    group by agencies.province_code
),

years as (
    select
        *,
        cast(unnest(range(first_year, last_year + 1)) as integer) as year
    from collected
),

successions as (
    select
        {{ agency_key('region_code', 'agency') }} as agency_id,
        {{ agency_key(
            'coalesce(successor_region_code, region_code)', 'successor'
        ) }} as successor_id,
        from_year
    from {{ ref('stg_successions') }}
),

ended as (
    select
        agency_id,
        min(from_year) as ended_from
    from successions
    where agency_id <> successor_id
    group by agency_id
),

-- Who took over from somebody that reported must report from then on, also through others that
-- never did.
inherited as (
    select
        successions.successor_id as agency_id,
        successions.from_year
    from successions
    inner join {{ ref('int_agencies_listed') }} as agencies
        on successions.agency_id = agencies.agency_id
    where agencies.first_report_year < successions.from_year
    union
    select
        successions.successor_id as agency_id,
        successions.from_year
    from inherited
    inner join successions
        on
            inherited.agency_id = successions.agency_id
            and inherited.from_year <= successions.from_year
),

inherited_first as (
    select
        agency_id,
        min(from_year) as from_year
    from inherited
    group by agency_id
),

-- Agencies under the code of a region that is no more, until the last report under that code.
last_under_code as (
    select
        reports.region_code,
        max(reports.year) as last_year
    from {{ ref('int_reports_accepted') }} as reports
    inner join {{ ref('int_regions_named') }} as regions
        on reports.region_code = regions.region_code
    where regions.is_former
    group by reports.region_code
),

rosters as (
    select distinct left(region_code, 2) || '0000' as province_code
    from {{ ref('stg_roster') }}
),

due as (
    select distinct
        agencies.agency_id,
        years.year,
        'roster' as basis,
        cast(null as integer) as reported_before
    from {{ ref('int_agencies_listed') }} as agencies
    inner join {{ ref('stg_roster') }} as roster
        on agencies.agency_id = {{ agency_key('roster.region_code', 'roster.agency') }}
    inner join years
        on
            agencies.province_code = years.province_code
            and years.year between
            coalesce(roster.first_year, 0) and coalesce(roster.last_year, 9999)
    union all
    select
        agencies.agency_id,
        years.year,
        'reported' as basis,
        least(agencies.first_report_year, inherited.from_year - 1) as reported_before
    from {{ ref('int_agencies_listed') }} as agencies
    inner join years
        on agencies.province_code = years.province_code
    left join rosters
        on agencies.province_code = rosters.province_code
    left join inherited_first as inherited
        on agencies.agency_id = inherited.agency_id
    left join last_under_code
        on agencies.region_code = last_under_code.region_code
    where
        rosters.province_code is null
        and (agencies.first_report_year <= years.year or inherited.from_year <= years.year)
        and years.year <= coalesce(last_under_code.last_year, 9999)
),

told as (
    select
        due.agency_id,
        due.year,
        due.basis,
        case when due.reported_before < due.year then due.reported_before end as reported_before,
        years.province_code,
        make_date(due.year + 1, deadlines.due_month, deadlines.due_day) as due_date,
        due.year < years.last_year
        or coalesce(
            make_date(due.year + 1, deadlines.due_month, deadlines.due_day) < years.as_of, false
        ) as is_past,
        reports.agency_id is not null as is_received,
        reports.published,
        reports.is_on_time
    from due
    inner join {{ ref('int_agencies_listed') }} as agencies
        on due.agency_id = agencies.agency_id
    inner join years
        on
            agencies.province_code = years.province_code
            and due.year = years.year
    left join ended
        on due.agency_id = ended.agency_id
    left join {{ ref('reporting_deadlines') }} as deadlines
        on coalesce(agencies.kind, 'other') = deadlines.kind
    left join {{ ref('int_reports_accepted') }} as reports
        on
            due.agency_id = reports.agency_id
            and due.year = reports.year
    where due.year < coalesce(ended.ended_from, 9999)
),

gathered as (
    select
        *,
        basis = 'roster' or 2 * count(*) filter (where reported_before is not null and is_received)
            over same_year
        >= count(*) filter (where reported_before is not null) over same_year as is_collected
    from told
    window same_year as (partition by province_code, year)
)

select
    agency_id,
    year,
    basis,
    due_date,
    published,
    is_received,
    case
        when is_received and is_on_time is null then 'undated'
        when is_received and is_on_time then 'on_time'
        when is_received then 'late'
        when not is_past then 'not_due'
        when not is_collected then 'not_collected'
        else 'missing'
    end as status,
    reported_before
from gathered
