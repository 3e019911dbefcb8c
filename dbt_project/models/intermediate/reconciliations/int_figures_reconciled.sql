{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- Each additive figure of a consolidated report beside the sum of its reported parts. A figure that
-- is not certain (inferred, approximate, unreadable) is in the sum that is shown, where it has a
-- value, but proves nothing: only certain figures can exceed what the government prints, and only
-- certain ones must come to it. A blank counts as 0.
with additive as (
    select
        figures.agency_id,
        figures.year,
        figures.table_name,
        figures.table_label,
        figures.row_code,
        figures.column_code,
        figures.row_label,
        figures.column_label,
        figures.value,
        figures.mark,
        figures.place,
        figures.document_path,
        figures.sha256,
        figures.mark in ('inferred', 'inferred_approximate', 'approximate', 'unreadable')
            as is_uncertain
    from {{ only(years, ref('int_figures_accepted')) }} as figures
    inner join {{ ref('additive_figures') }} as kinds
        on
            figures.row_code = kinds.row_code
            and figures.column_code = kinds.column_code
    where kinds.is_additive
),

parts as (
    select
        agency_id,
        year,
        count(*) as parts_expected,
        count(*) filter (where is_reported) as parts_reported,
        count(*) filter (where not is_reported) as parts_missing,
        bool_and(is_reported) and bool_or(is_on_roster) as is_all_reported,
        array_to_string(
            list(part order by part) filter (where not is_reported)[1:3], '、'
        ) as missing_parts
    from {{ only(years, ref('int_parts_listed')) }}
    group by agency_id, year
),

summed as (
    select
        listed.agency_id,
        listed.year,
        additive.row_code,
        additive.column_code,
        count(*) as parts_found,
        cast(sum(additive.value) as decimal(20, 4)) as parts_value,
        cast(sum(additive.value) filter (where not additive.is_uncertain) as decimal(20, 4))
            as certain_value,
        {{ count_marks('additive.mark', ['blank', 'not_applicable']) }} as blank_parts,
        {{ count_marks('additive.mark', ['unreadable']) }} as unreadable_parts,
        {{ count_marks('additive.mark', ['inferred', 'inferred_approximate']) }} as inferred_parts,
        {{ count_marks('additive.mark', ['approximate', 'inferred_approximate']) }}
            as approximate_parts,
        count(*) filter (where additive.is_uncertain) as uncertain_parts,
        -- of several as large the one that sorts last: the same in every build
        arg_max(listed.part, row(additive.value, listed.part)) filter (
            where additive.value is not null
        ) as largest_part,
        max(additive.value) as largest_value
    from {{ only(years, ref('int_parts_listed')) }} as listed
    inner join additive
        on
            listed.part_id = additive.agency_id
            and listed.year = additive.year
    group by listed.agency_id, listed.year, additive.row_code, additive.column_code
),

compared as (
    select
        additive.*,
        parts.parts_expected,
        parts.parts_reported,
        parts.parts_missing,
        parts.missing_parts,
        parts.parts_reported - coalesce(summed.parts_found, 0) as absent_parts,
        coalesce(summed.parts_found, 0) as parts_found,
        case when coalesce(summed.unreadable_parts, 0) = 0 then summed.parts_value end
            as parts_value,
        coalesce(summed.certain_value, 0) as certain_value,
        coalesce(summed.blank_parts, 0) as blank_parts,
        coalesce(summed.unreadable_parts, 0) as unreadable_parts,
        coalesce(summed.inferred_parts, 0) as inferred_parts,
        coalesce(summed.approximate_parts, 0) as approximate_parts,
        summed.largest_part,
        summed.largest_value,
        parts.is_all_reported
        and parts.parts_reported = coalesce(summed.parts_found, 0)
        and coalesce(summed.uncertain_parts, 0) = 0 as must_be_equal
    from additive
    inner join parts
        on
            additive.agency_id = parts.agency_id
            and additive.year = parts.year
    left join summed
        on
            additive.agency_id = summed.agency_id
            and additive.year = summed.year
            and additive.row_code = summed.row_code
            and additive.column_code = summed.column_code
)

select
    *,
    case
        when parts_found = 0 then 'no_parts'
        when is_uncertain then 'uncertain'
        when value is null and parts_value is null and unreadable_parts = 0 then 'all_blank'
        when coalesce(value, 0) < certain_value then 'below'
        when must_be_equal and coalesce(value, 0) <> certain_value then 'unequal'
        when must_be_equal then 'equal'
        else 'at_least'
    end as outcome
from compared
