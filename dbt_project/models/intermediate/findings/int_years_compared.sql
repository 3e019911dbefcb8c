{{ config(materialized='by_year', meta={'years_before': 1}) }}
{%- set years = changed_years() -%}
-- Figures of an agency beside those of the year before: totals of requests, outcomes, reviews and
-- lawsuits, decisions, and money. Only what is above 0 in both years: from nothing there is no
-- factor, and many an agency begins or ends a task. Of the applicants only their total, so that
-- one leap is not told seven times. A table, for DuckDB 2.0 hangs on `limit` over such a self-join.
with compared as (
    select
        agency_id,
        year,
        table_name,
        table_label,
        row_code,
        column_code,
        row_label,
        column_label,
        line_no,
        column_no,
        value,
        document_path,
        sha256,
        place,
        column_code = 'amount_yuan' as is_money
    from {{ only(years, ref('int_figures_accepted'), years_before=1) }}
    where
        value > 0
        and (
            column_code in ('decisions', 'amount_yuan')
            or (column_code = 'total' and table_name in ('requests', 'reviews'))
        )
),

-- The agency's own report of the year before. One that took over another's work this year has
-- other work than it had, and is not compared.
predecessors as (
    select
        agency_id,
        year,
        predecessor_id as previous_agency_id,
        predecessor_year as previous_year
    from {{ only(years, ref('int_agencies_succeeded')) }}
    where is_followed and not is_succession
),

paired as (
    select
        this_year.*,
        last_year.year as previous_year,
        last_year.value as previous_value,
        last_year.place as previous_place,
        greatest(this_year.value, last_year.value) as larger,
        least(this_year.value, last_year.value) as smaller
    from compared as this_year
    inner join predecessors
        on
            this_year.agency_id = predecessors.agency_id
            and this_year.year = predecessors.year
    inner join compared as last_year
        on
            predecessors.previous_agency_id = last_year.agency_id
            and predecessors.previous_year = last_year.year
            and this_year.row_code = last_year.row_code
            and this_year.column_code = last_year.column_code
)

select
    * exclude (larger, smaller),
    -- whole times, rounded down; `//` of decimals would go through a DOUBLE
    cast(cast(larger * 10000 as hugeint) // cast(smaller * 10000 as hugeint) as bigint) as times,
    case
        when
            is_money
            and larger >= smaller * {{ var('unit_factor_least') }}
            and larger <= smaller * {{ var('unit_factor_most') }}
            then 'unit'
        when
            not is_money
            and larger > smaller * {{ var('year_on_year_factor') }}
            and larger - smaller > {{ var('year_on_year_difference') }}
            then 'leaps'
        else 'holds'
    end as outcome
from paired
