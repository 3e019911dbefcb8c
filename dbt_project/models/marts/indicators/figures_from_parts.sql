{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- The official tables of a government's consolidated report, added up from its parts.
with sets as (
    select
        agency_id,
        year,
        count(*) filter (where is_reported) as report_count,
        count(*) filter (where not is_reported) as missing_report_count
    from {{ only(years, ref('int_parts_listed')) }}
    group by agency_id, year
),

summed as (
    select
        parts.agency_id,
        parts.year,
        min(figures.table_name) as table_name,
        figures.row_code,
        figures.column_code,
        {{ sums_of_figures('figures') }}
    from {{ only(years, ref('int_parts_listed')) }} as parts
    inner join {{ only(years, ref('int_figures_accepted')) }} as figures
        on
            parts.part_id = figures.agency_id
            and parts.year = figures.year
    left join {{ ref('additive_figures') }} as kinds
        on
            figures.row_code = kinds.row_code
            and figures.column_code = kinds.column_code
    -- What is not listed (the kinds of applicants) adds up as its total does.
    where kinds.is_additive is distinct from false
    group by
        parts.agency_id,
        parts.year,
        figures.row_code,
        figures.column_code
)

select
    summed.agency_id,
    summed.year,
    summed.table_name,
    summed.row_code,
    summed.column_code,
    figure_rows.row_name,
    {{ sum_and_mark('summed') }},
    sets.report_count,
    sets.missing_report_count,
    summed.used_count,
    {{ sum_parts('summed') }}
from summed
inner join sets
    on
        summed.agency_id = sets.agency_id
        and summed.year = sets.year
left join {{ ref('figure_rows') }} as figure_rows
    on summed.row_code = figure_rows.row_code
