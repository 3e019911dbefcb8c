{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    agency_id,
    year,
    {{ figure_columns('projects') }},
    {{ figure_columns('amount_yuan', is_count=false) }}
from {{ only(years, ref('int_figures_accepted')) }}
where fact = 'fct_procurement'
group by agency_id, year
