{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    agency_id,
    year,
    {{ figure_columns('items_last_year') }},
    {{ figure_columns('items_change') }},
    {{ figure_columns('amount_yuan', is_count=false) }}
from {{ only(years, ref('int_figures_accepted')) }}
where fact = 'fct_fees'
group by agency_id, year
