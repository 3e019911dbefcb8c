{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    agency_id,
    year,
    row_code as proceeding_code,
    row_name as proceeding,
    column_code as outcome_code,
    {{ whole_count('value') }} as case_count,
    {{ whole_count_mark('value', 'mark') }} as mark
from {{ only(years, ref('int_figures_accepted')) }}
where fact = 'fct_reviews'
