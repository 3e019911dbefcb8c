{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    this_year.agency_id,
    this_year.year,
    this_year.indicator_code,
    indicators.indicator,
    indicators.unit,
    indicators.sort_order,
    this_year.numerator,
    this_year.denominator,
    this_year.value,
    indicators.is_rate,
    this_year.withheld_reason,
    this_year.blank_parts,
    this_year.inferred_parts,
    this_year.approximate_parts,
    this_year.unreadable_parts,
    {{ compared_columns('this_year.formula_key = last_year.formula_key') }},
    indicators.formula
from {{ only(years, ref('int_indicators_valued_by_agency')) }} as this_year
inner join {{ ref('indicators') }} as indicators
    on this_year.indicator_code = indicators.indicator_code
left join {{ only(years, ref('int_indicators_preceding')) }} as last_year
    on
        this_year.agency_id = last_year.agency_id
        and this_year.indicator_code = last_year.indicator_code
        and this_year.year = last_year.year
