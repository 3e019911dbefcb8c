{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- Broken identities, worded so that an official can forward them as they are.
with broken as (
    select
        *,
        abs(left_value - right_value) as gap,
        blank_operands + not_applicable_operands as counted_as_zero
    from {{ only(years, ref('int_identities_evaluated')) }}
    where outcome = 'breaks'
),

located as (
    select
        broken.agency_id,
        broken.year,
        broken.form,
        broken.check_id,
        broken.instance,
        -- a table's figures may stand in a page and its attachments: always the same one is named
        min(figures.document_path) as document_path,
        arg_min(figures.sha256, figures.document_path) as sha256,
        string_agg(figures.place, '；' order by figures.line_no, figures.column_no) as places
    from broken
    inner join {{ ref('stg_identity_terms') }} as terms
        on
            broken.form = terms.form
            and broken.check_id = terms.check_id
            and broken.instance = terms.instance
    inner join {{ only(years, ref('int_figures_accepted')) }} as figures
        on
            broken.agency_id = figures.agency_id
            and broken.year = figures.year
            and terms.form = figures.form
            and terms.row_code = figures.row_code
            and terms.column_code = figures.column_code
    group by broken.agency_id, broken.year, broken.form, broken.check_id, broken.instance
)

select
    broken.agency_id,
    broken.year,
    broken.check_id,
    broken.severity,
    broken.table_name,
    broken.table_label,
    broken.row_label,
    broken.column_label,
    broken.left_value,
    broken.right_value,
    broken.left_value - broken.right_value as difference,
    broken.counted_as_zero as blank_operands,
    concat(
        broken.table_label, '，',
        {{ plain_label('broken.row_label') }} || '：',
        case when broken.row_label is null then broken.column_label || '一列：' end,
        broken.left_name, ' ', {{ figure_text('broken.left_value') }},
        case when broken.relation = 'at_most' then '，大于' else '，' end,
        broken.right_name, ' ', {{ figure_text('broken.right_value') }},
        case when broken.relation = 'at_most' then '，多出 ' else '，相差 ' end,
        {{ figure_text('broken.gap') }},
        case
            when broken.counted_as_zero > 0 and broken.not_applicable_operands = 0
                then concat('（其中 ', broken.counted_as_zero, ' 处空白按 0 计）')
            when broken.counted_as_zero > 0
                then concat('（其中 ', broken.counted_as_zero, ' 处空白或不适用按 0 计）')
        end
    ) as message,
    located.document_path,
    located.sha256,
    located.places,
    broken.instance as ordering
from broken
left join located
    on
        broken.agency_id = located.agency_id
        and broken.year = located.year
        and broken.form = located.form
        and broken.check_id = located.check_id
        and broken.instance = located.instance
