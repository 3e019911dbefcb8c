{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    reports.region_code,
    reports.year,
    figures.row_code as enforcement_code,
    any_value(figures.row_name) as enforcement,
    {{ whole_count(honest_sum(
        'figures.value', "case when figures.mark = 'unreadable' then 1 else 0 end"
    )) }} as decisions,
    {{ count_marks('figures.mark', ['blank', 'not_applicable']) }} as blank_parts,
    {{ count_marks('figures.mark', ['approximate', 'inferred_approximate']) }}
        as approximate_parts,
    {{ count_marks('figures.mark', ['inferred', 'inferred_approximate']) }} as inferred_parts,
    {{ count_marks('figures.mark', ['unreadable']) }} as unreadable_parts
from {{ only(years, ref('int_region_reports_covered')) }} as reports
inner join {{ only(years, ref('int_figures_accepted')) }} as figures
    on
        reports.agency_id = figures.agency_id
        and reports.year = figures.year
where
    reports.role = 'counted'
    and figures.fact = 'fct_enforcement'
    and figures.column_code = 'decisions'
group by reports.region_code, reports.year, figures.row_code
