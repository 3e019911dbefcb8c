{{ config(materialized='table') }}
-- Every agency known: those with an accepted report, as the latest describes them; those on the
-- roster; and successors that neither has, as their predecessor was. A government whose level is
-- that of its region is the region's own (its seat), and its place in the tree is the region's.
with recursive reported as (
    select
        agency_id,
        arg_max(agency, year) as agency,
        arg_max(region_code, year) as region_code,
        arg_max(province, year) as province,
        arg_max(city, year) as city,
        arg_max(county, year) as county,
        arg_max(level, year) as level,
        arg_max(kind, year) as kind,
        arg_max(scope, year) as scope,
        min(year) as first_report_year,
        max(year) as last_report_year
    from {{ ref('int_reports_accepted') }}
    group by agency_id
),

roster as (
    select
        {{ agency_key('region_code', 'agency') }} as agency_id,
        *,
        min(coalesce(first_year, 0)) over same_agency as roster_first_year,
        max(coalesce(last_year, 9999)) over same_agency as roster_last_year
    from {{ ref('stg_roster') }}
    window same_agency as (partition by region_code, agency)
    qualify
        row_number() over (
            partition by region_code, agency
            order by last_year desc nulls first, first_year desc nulls last, line_no desc
        ) = 1
),

known as (
    select
        coalesce(reported.agency_id, roster.agency_id) as agency_id,
        coalesce(reported.agency, roster.agency) as agency,
        coalesce(reported.region_code, roster.region_code) as region_code,
        reported.province,
        reported.city,
        reported.county,
        coalesce(reported.level, roster.level) as level,
        coalesce(reported.kind, roster.kind) as kind,
        reported.scope,
        reported.first_report_year,
        reported.last_report_year,
        roster.agency_id is not null as is_on_roster,
        nullif(roster.roster_first_year, 0) as roster_first_year,
        nullif(roster.roster_last_year, 9999) as roster_last_year,
        roster.parent as roster_parent,
        {{ agency_key('roster.parent_region_code', 'roster.parent') }} as roster_parent_id,
        roster.parent_region_code as roster_parent_region_code,
        roster.line_no as roster_line_no
    from reported
    full outer join roster
        on reported.agency_id = roster.agency_id
),

successions as (
    select
        {{ agency_key('region_code', 'agency') }} as predecessor_id,
        {{ agency_key(
            'coalesce(successor_region_code, region_code)', 'successor'
        ) }} as agency_id,
        successor as agency,
        coalesce(successor_region_code, region_code) as region_code
    from {{ ref('stg_successions') }}
),

traced as (
    select
        successions.agency_id,
        successions.agency,
        successions.region_code,
        known.level,
        known.kind
    from successions
    inner join known
        on successions.predecessor_id = known.agency_id
    union
    select
        successions.agency_id,
        successions.agency,
        successions.region_code,
        traced.level,
        traced.kind
    from traced
    inner join successions
        on traced.agency_id = successions.predecessor_id
),

successors as (
    select
        *,
        false as is_on_roster
    from traced
    qualify row_number() over (partition by agency_id order by kind, level) = 1
),

everyone as (
    select * from known
    union all by name
    select *
    from successors
    where agency_id not in (select known.agency_id from known)
),

placed as (
    select
        everyone.* replace (
            coalesce(everyone.province, regions.province) as province,
            case
                when everyone.first_report_year is null then regions.city else everyone.city
            end as city,
            case
                when everyone.first_report_year is null then regions.county else everyone.county
            end as county,
            case
                when everyone.first_report_year is not null then everyone.scope
                when everyone.kind = 'government' and everyone.level <> 'township'
                    then 'consolidated'
                else 'own'
            end as scope
        ),
        left(everyone.region_code, 2) || '0000' as province_code,
        coalesce(
            everyone.kind = 'government' and everyone.level = regions.region_level, false
        ) as is_seat
    from everyone
    left join {{ ref('int_regions_named') }} as regions
        on everyone.region_code = regions.region_code
)

select
    *,
    case when is_seat then region_code else agency_id end as node
from placed
