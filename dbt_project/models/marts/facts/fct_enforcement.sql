{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    agency_id,
    year,
    row_code as enforcement_code,
    any_value(row_name) as enforcement,
    {{ figure_columns('items_last_year') }},
    {{ figure_columns('items_change') }},
    {{ figure_columns('decisions') }}
from {{ only(years, ref('int_figures_accepted')) }}
where fact = 'fct_enforcement'
group by agency_id, year, row_code
