{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    agency_id,
    year,
    row_code as disposition_code,
    column_code as applicant_code,
    {{ whole_count('value') }} as request_count,
    {{ whole_count_mark('value', 'mark') }} as mark
from {{ only(years, ref('int_figures_accepted')) }}
where fact = 'fct_dispositions'
