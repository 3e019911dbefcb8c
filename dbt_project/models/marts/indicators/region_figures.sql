{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- The official tables of a region: each figure over the reports that count there.
with sets as (
    select
        region_code,
        year,
        count(*) as report_count
    from {{ only(years, ref('int_region_reports_covered')) }}
    where role = 'counted'
    group by region_code, year
),

summed as (
    select
        reports.region_code,
        reports.year,
        min(figures.table_name) as table_name,
        figures.row_code,
        figures.column_code,
        {{ sums_of_figures('figures') }}
    from {{ only(years, ref('int_region_reports_covered')) }} as reports
    inner join {{ only(years, ref('int_figures_accepted')) }} as figures
        on
            reports.agency_id = figures.agency_id
            and reports.year = figures.year
    where reports.role = 'counted'
    group by
        reports.region_code,
        reports.year,
        figures.row_code,
        figures.column_code
)

select
    summed.region_code,
    summed.year,
    summed.table_name,
    summed.row_code,
    summed.column_code,
    figure_rows.row_name,
    {{ sum_and_mark('summed') }},
    sets.report_count,
    summed.used_count,
    sets.report_count - summed.used_count as missing_count,
    {{ sum_parts('summed') }}
from summed
inner join sets
    on
        summed.region_code = sets.region_code
        and summed.year = sets.year
left join {{ ref('figure_rows') }} as figure_rows
    on summed.row_code = figure_rows.row_code
