{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- Numerator and denominator of every indicator of every accepted report. A blank part counts as 0
-- and is counted; a side all of whose parts are blank, or one of whose parts is unreadable or not
-- on the page, is NULL.
with parts_by_side as (
    select
        report_key,
        indicator_code,
        side,
        count(distinct table_name) as tables_found,
        cast(sum(value * sign) as decimal(20, 4)) as total,
        {{ count_marks('mark', ['blank', 'not_applicable']) }} as blank_parts,
        {{ count_marks('mark', ['inferred', 'inferred_approximate']) }} as inferred_parts,
        {{ count_marks('mark', ['approximate', 'inferred_approximate']) }} as approximate_parts,
        {{ count_marks('mark', ['unreadable']) }} as unreadable_parts,
        {{ count_marks('mark', ['absent']) }} as absent_parts,
        bit_or(term_bit) as term_bits
    from {{ only(years, ref('int_indicator_parts_matched')) }}
    group by report_key, indicator_code, side
),

summed as (
    select
        report_key,
        indicator_code,
        sum(tables_found) as tables_found,
        max(case when side = 'numerator' and unreadable_parts + absent_parts = 0 then total end)
            as numerator,
        max(case when side = 'denominator' and unreadable_parts + absent_parts = 0 then total end)
            as denominator,
        cast(sum(blank_parts) as bigint) as blank_parts,
        cast(sum(inferred_parts) as bigint) as inferred_parts,
        cast(sum(approximate_parts) as bigint) as approximate_parts,
        cast(sum(unreadable_parts) as bigint) as unreadable_parts,
        cast(sum(absent_parts) as bigint) as absent_parts,
        cast(coalesce(sum(unreadable_parts) filter (where side = 'numerator'), 0) as bigint)
            as unreadable_in_numerator,
        cast(coalesce(sum(unreadable_parts) filter (where side = 'denominator'), 0) as bigint)
            as unreadable_in_denominator,
        cast(bit_or(term_bits) as varchar) as formula_key
    from parts_by_side
    group by report_key, indicator_code
),

needed as (
    select
        indicator_code,
        count(distinct concat(side, table_name)) as tables_needed
    from {{ ref('indicator_terms') }}
    group by indicator_code
)

select
    reports.agency_id,
    reports.year,
    needed.indicator_code,
    coalesce(summed.tables_found, 0) = needed.tables_needed as is_on_form,
    summed.numerator,
    summed.denominator,
    coalesce(summed.blank_parts, 0) as blank_parts,
    coalesce(summed.inferred_parts, 0) as inferred_parts,
    coalesce(summed.approximate_parts, 0) as approximate_parts,
    coalesce(summed.unreadable_parts, 0) as unreadable_parts,
    coalesce(summed.absent_parts, 0) as absent_parts,
    coalesce(summed.unreadable_in_numerator, 0) as unreadable_in_numerator,
    coalesce(summed.unreadable_in_denominator, 0) as unreadable_in_denominator,
    summed.formula_key
from {{ only(years, ref('int_reports_accepted')) }} as reports
cross join needed
left join summed
    on
        reports.report_key = summed.report_key
        and needed.indicator_code = summed.indicator_code
