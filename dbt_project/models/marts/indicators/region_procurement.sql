{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
with figures as (
    select
        *,
        case when mark = 'unreadable' then 1 else 0 end as is_unreadable
    from {{ only(years, ref('int_figures_accepted')) }}
    where fact = 'fct_procurement'
)

select
    reports.region_code,
    reports.year,
    {{ whole_count(honest_sum(
        "case when figures.column_code = 'projects' then figures.value end",
        "case when figures.column_code = 'projects' then figures.is_unreadable else 0 end"
    )) }} as projects,
    {{ honest_sum(
        "case when figures.column_code = 'amount_yuan' then figures.value end",
        "case when figures.column_code = 'amount_yuan' then figures.is_unreadable else 0 end"
    ) }} as amount_yuan,
    {{ count_marks('figures.mark', ['blank', 'not_applicable']) }} as blank_parts,
    {{ count_marks('figures.mark', ['approximate', 'inferred_approximate']) }}
        as approximate_parts,
    {{ count_marks('figures.mark', ['inferred', 'inferred_approximate']) }} as inferred_parts,
    {{ count_marks('figures.mark', ['unreadable']) }} as unreadable_parts
from {{ only(years, ref('int_region_reports_covered')) }} as reports
inner join figures
    on
        reports.agency_id = figures.agency_id
        and reports.year = figures.year
where reports.role = 'counted'
group by reports.region_code, reports.year
