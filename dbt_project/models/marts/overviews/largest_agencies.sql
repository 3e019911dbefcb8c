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
    from {{ ref('indicators_by_agency') }} as indicators
    inner join {{ ref('fct_reports') }} as reports
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
    region_code,
    year,
    indicator_code,
    cast(place as integer) as place,
    indicator,
    unit,
    agency_id,
    value,
    change,
    change_ratio,
    inferred_parts,
    approximate_parts,
    agency_count,
    cast(total as decimal(28, 6)) as total,
    {{ ratio('value', 'total') }} as share,
    {{ ratio('running_total', 'total') }} as cumulative_share
from ranked
where place <= {{ var('largest_shown') }}
