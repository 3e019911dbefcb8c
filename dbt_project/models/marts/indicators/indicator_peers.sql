-- How the agencies of one kind, level and province stand: the quartiles of each indicator. Kinds
-- are those of dim_agency_groups, and governments; consolidated and own reports are kept apart.
with placed as (
    select
        agencies.province,
        agencies.level,
        case
            when agencies.kind = 'government' then 'government' else agencies.organ_group_code
        end as peer_code,
        reports.scope,
        indicators.year,
        indicators.indicator_code,
        indicators.value
    from {{ ref('indicators_by_agency') }} as indicators
    inner join {{ ref('dim_agencies') }} as agencies
        on indicators.agency_id = agencies.agency_id
    inner join {{ ref('fct_reports') }} as reports
        on
            indicators.agency_id = reports.agency_id
            and indicators.year = reports.year
    where
        indicators.value is not null
        and agencies.province is not null
        and agencies.level is not null
        and reports.scope is not null
)

select
    province,
    level,
    peer_code,
    scope,
    year,
    indicator_code,
    count(*) as peer_count,
    min(value) as lowest,
    quantile_disc(value, 0.25) as lower_quartile,
    quantile_disc(value, 0.5) as median,
    quantile_disc(value, 0.75) as upper_quartile,
    max(value) as highest
from placed
where peer_code is not null
group by province, level, peer_code, scope, year, indicator_code
having count(*) >= {{ var('fewest_peers') }}
