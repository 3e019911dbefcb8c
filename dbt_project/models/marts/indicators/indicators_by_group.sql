{{ config(materialized='by_year', meta={'years_before': 1}) }}
{%- set years = changed_years() -%}
select
    this_year.organ_group_code,
    this_year.region_code,
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
    {{
        compared_columns(
            'this_year.formula_key = last_year.formula_key'
            ~ ' and this_year.set_key = last_year.set_key'
        )
    }},
    indicators.formula,
    this_year.report_count,
    this_year.used_count,
    this_year.is_complete,
    this_year.set_note
from {{ only(years, ref('int_indicators_valued_by_set')) }} as this_year
inner join {{ ref('indicators') }} as indicators
    on this_year.indicator_code = indicators.indicator_code
left join {{ only(years, ref('int_indicators_valued_by_set'), years_before=1) }} as last_year
    on
        this_year.organ_group_code = last_year.organ_group_code
        and this_year.region_code = last_year.region_code
        and this_year.indicator_code = last_year.indicator_code
        and this_year.year = last_year.year + 1
where this_year.organ_group_code <> ''
