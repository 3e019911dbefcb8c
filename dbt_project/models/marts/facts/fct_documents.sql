{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    agency_id,
    year,
    row_code as document_code,
    any_value(row_name) as document_kind,
    {{ figure_columns('made') }},
    {{ figure_columns('disclosed') }},
    {{ figure_columns('total_public') }},
    {{ figure_columns('issued') }},
    {{ figure_columns('repealed') }},
    {{ figure_columns('in_force') }}
from {{ only(years, ref('int_figures_accepted')) }}
where fact = 'fct_documents'
group by agency_id, year, row_code
