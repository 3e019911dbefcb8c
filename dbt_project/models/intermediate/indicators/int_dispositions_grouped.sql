-- Outcomes of each report in three kinds of rows: the total, the groups, and the parts of groups.
-- A group that the form prints (不同意公开, of 2014) is taken as printed, another is the sum of its
-- parts: never both. Which part belongs to which group depends on the form.
with placed as (
    select
        figures.agency_id,
        figures.year,
        figures.row_code as disposition_code,
        parts.group_code,
        figures.value,
        figures.mark,
        bool_or(parts.group_code = figures.row_code) over (
            partition by figures.agency_id, figures.year, parts.group_code
        ) as is_group_printed
    from {{ ref('int_figures_accepted') }} as figures
    inner join {{ ref('disposition_parts') }} as parts
        on
            figures.form = parts.form
            and figures.row_code = parts.disposition_code
    where figures.column_code = 'total'
),

rows_of_three_kinds as (
    select
        agency_id,
        year,
        group_code,
        group_code as disposition_code,
        'group' as row_kind,
        value,
        mark
    from placed
    where not is_group_printed or disposition_code = group_code
    union all
    select
        agency_id,
        year,
        group_code,
        disposition_code,
        'part' as row_kind,
        value,
        mark
    from placed
    where disposition_code <> group_code
    union all
    select
        agency_id,
        year,
        row_code as group_code,
        row_code as disposition_code,
        'total' as row_kind,
        value,
        mark
    from {{ ref('int_figures_accepted') }}
    where row_code = 'disposition.total' and column_code = 'total'
)

select
    agency_id,
    year,
    group_code,
    disposition_code,
    row_kind,
    case
        when {{ count_marks('mark', ['unreadable']) }} = 0
            then cast(sum(value) as decimal(20, 4))
    end as request_count,
    {{ count_marks('mark', ['blank', 'not_applicable']) }} as blank_parts,
    {{ count_marks('mark', ['inferred', 'inferred_approximate']) }} as inferred_parts,
    {{ count_marks('mark', ['unreadable']) }} as unreadable_parts
from rows_of_three_kinds
group by agency_id, year, group_code, disposition_code, row_kind
