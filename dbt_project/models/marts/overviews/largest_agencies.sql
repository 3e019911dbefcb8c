{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- The agencies with the largest counts and amounts of a region's year, by their own reports.
with own as (
    select
        regions.region_code,
        indicators.year,
        indicators.indicator_code,
        indicators.indicator,
        indicators.unit,
        indicators.agency_id,
        indicators.value,
        indicators.change,
        indicators.change_ratio,
        indicators.inferred_parts,
        indicators.approximate_parts
    from {{ only(years, ref('indicators_by_agency')) }} as indicators
    inner join {{ only(years, ref('fct_reports')) }} as reports
        on
            indicators.agency_id = reports.agency_id
            and indicators.year = reports.year
    inner join {{ ref('indicators') }} as seeds
        on indicators.indicator_code = seeds.indicator_code
    inner join {{ ref('int_agencies_in_regions') }} as regions
        on indicators.agency_id = regions.agency_id
    -- A consolidated report counts what those below it report too.
    where
        reports.scope = 'own'
        and not seeds.has_denominator
        and indicators.value > 0
),

open_findings as (
    select
        agency_id,
        year,
        count(*) as open_finding_count
    from {{ only(years, ref('fct_findings')) }}
    where is_open and severity in ('error', 'warning')
    group by agency_id, year
),

ranked as (
    select
        *,
        row_number() over largest_first as place,
        count(*) over whole as agency_count,
        sum(value) over whole as total,
        sum(value) over (
            partition by region_code, year, indicator_code
            order by value desc, agency_id asc
            rows between unbounded preceding and current row
        ) as running_total
    from own
    window
        whole as (partition by region_code, year, indicator_code),
        largest_first as (
            partition by region_code, year, indicator_code
            order by value desc, agency_id asc
        )
)

select
    ranked.region_code,
    ranked.year,
    ranked.indicator_code,
    cast(ranked.place as integer) as place,
    ranked.indicator,
    ranked.unit,
    ranked.agency_id,
    ranked.value,
    ranked.change,
    ranked.change_ratio,
    ranked.inferred_parts,
    ranked.approximate_parts,
    coalesce(open_findings.open_finding_count, 0) as open_finding_count,
    ranked.agency_count,
    cast(ranked.total as decimal(28, 6)) as total,
    {{ ratio('ranked.value', 'ranked.total') }} as share,
    {{ ratio('ranked.running_total', 'ranked.total') }} as cumulative_share
from ranked
left join open_findings
    on
        ranked.agency_id = open_findings.agency_id
        and ranked.year = open_findings.year
where ranked.place <= {{ var('largest_shown') }}
