{{ config(materialized='table') }}
-- For each accepted report, whose reports of the year before it continues: the agency's own, and
-- in the year of a succession those of its predecessors, through any that came and went in the same
-- year. is_followed: every one of them reported that year, and none was split among several; else
-- nothing can be said from one year to the next.
with recursive successions as (
    select distinct
        {{ agency_key(
            'coalesce(successor_region_code, region_code)', 'successor'
        ) }} as agency_id,
        {{ agency_key('region_code', 'agency') }} as predecessor_id,
        agency as predecessor,
        from_year
    from {{ ref('stg_successions') }}
    where
        agency <> successor
        or region_code <> coalesce(successor_region_code, region_code)
),

traced as (
    select
        agency_id,
        predecessor_id,
        predecessor,
        from_year
    from successions
    union
    select
        traced.agency_id,
        successions.predecessor_id,
        successions.predecessor,
        traced.from_year
    from traced
    inner join successions
        on
            traced.predecessor_id = successions.agency_id
            and traced.from_year = successions.from_year
),

split as (
    select
        predecessor_id,
        from_year
    from successions
    group by predecessor_id, from_year
    having count(distinct agency_id) > 1
),

reports as (
    select
        agency_id,
        agency,
        year
    from {{ ref('int_reports_accepted') }}
),

-- One that came and went within the year never reported: its own predecessors stand for it.
-- One that reported at any time before is missed where last year's report is missing.
heads as (
    select
        traced.agency_id,
        traced.from_year as year,
        traced.predecessor_id,
        traced.predecessor,
        true as is_other
    from traced
    where
        traced.predecessor_id <> traced.agency_id
        and (
            not exists (
                select 1
                from successions
                where
                    traced.predecessor_id = successions.agency_id
                    and traced.from_year = successions.from_year
            )
            or exists (
                select 1
                from reports
                where
                    traced.predecessor_id = reports.agency_id
                    and traced.from_year > reports.year
            )
        )
),

continued as (
    select
        heads.agency_id,
        heads.year,
        heads.predecessor_id,
        heads.predecessor,
        heads.is_other
    from heads
    inner join reports
        on
            heads.agency_id = reports.agency_id
            and heads.year = reports.year
    union all
    select
        reports.agency_id,
        reports.year,
        reports.agency_id as predecessor_id,
        reports.agency as predecessor,
        false as is_other
    from reports
    where
        not exists (
            select 1
            from heads
            where reports.agency_id = heads.agency_id and reports.year = heads.year
        )
        or exists (
            select 1
            from reports as earlier
            where reports.agency_id = earlier.agency_id and reports.year > earlier.year
        )
)

select
    continued.agency_id,
    continued.year,
    continued.predecessor_id,
    continued.year - 1 as predecessor_year,
    count(*) over same_report as predecessor_count,
    bool_and(before.agency_id is not null and split.predecessor_id is null) over same_report
        as is_followed,
    bool_or(continued.is_other) over same_report as is_succession,
    case
        when bool_or(continued.is_other) over same_report
            then string_agg(continued.predecessor, '、') over (
                    partition by continued.agency_id, continued.year
                    order by continued.predecessor
                    rows between unbounded preceding and unbounded following
                )
    end as predecessors
from continued
left join reports as before
    on
        continued.predecessor_id = before.agency_id
        and continued.year - 1 = before.year
left join split
    on
        continued.predecessor_id = split.predecessor_id
        and continued.year = split.from_year
        and continued.is_other
window same_report as (partition by continued.agency_id, continued.year)
