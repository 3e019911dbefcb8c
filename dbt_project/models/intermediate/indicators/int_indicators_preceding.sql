{{ config(materialized='by_year', meta={'years_before': 1}) }}
{%- set years = changed_years() -%}
-- Each indicator of each report as it was the year before: the agency's own, or the sums over the
-- predecessors of a renamed or merged one. A side that one of them lacks is NULL.
with summed as (
    select
        continued.agency_id,
        continued.year,
        before.indicator_code,
        bool_or(before.has_denominator) as has_denominator,
        case
            when count(before.numerator) = count(*)
                then cast(sum(before.numerator) as decimal(20, 4))
        end as numerator,
        case
            when count(before.denominator) = count(*)
                then cast(sum(before.denominator) as decimal(20, 4))
        end as denominator,
        case when min(before.formula_key) = max(before.formula_key) then min(before.formula_key) end
            as formula_key
    from {{ only(years, ref('int_agencies_succeeded')) }} as continued
    inner join {{ only(years, ref('int_indicators_valued_by_agency'), years_before=1) }} as before
        on
            continued.predecessor_id = before.agency_id
            and continued.predecessor_year = before.year
    where continued.is_followed
    group by continued.agency_id, continued.year, before.indicator_code
),

reasoned as (
    select
        *,
        case
            when numerator is null then 'blank'
            when has_denominator and coalesce(denominator, 0) < {{ var('smallest_denominator') }}
                then 'few'
        end as withheld_reason
    from summed
)

select
    * exclude (withheld_reason),
    {{ indicator_value() }} as value
from reasoned
