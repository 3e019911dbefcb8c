-- roll_up: a consolidated figure that is less than the sum of its reported parts, or, where the
-- roster lists the parts and all have reported, another one.
with broken as (
    select
        *,
        coalesce(value, 0) as printed,
        blank_parts + case when value is null then 1 else 0 end as counted_as_zero
    from {{ ref('int_figures_reconciled') }}
    where outcome in ('below', 'unequal')
)

select
    agency_id,
    year,
    'roll_up' as check_id,
    table_name,
    table_label,
    row_label,
    column_label,
    printed as left_value,
    certain_value as right_value,
    printed - certain_value as difference,
    counted_as_zero as blank_operands,
    concat(
        table_label, '，', nullif({{ plain_label('row_label') }}, '') || '，', column_label,
        '：汇总报告为 ', {{ figure_text('printed') }},
        case
            when outcome = 'unequal'
                then concat('，应报的 ', parts_expected, ' 个部分都已报送，其和为 ')
            else concat('，小于已报送的 ', parts_found, ' 个部分之和 ')
        end,
        {{ figure_text('certain_value') }}, '，相差 ',
        {{ figure_text('abs(printed - certain_value)') }},
        case
            when largest_value > printed
                then concat('，其中', largest_part, '一家即为 ', {{ figure_text('largest_value') }})
        end,
        case
            when counted_as_zero > 0
                then concat('（其中 ', counted_as_zero, ' 处空白或不适用按 0 计）')
        end
    ) as message,
    document_path,
    sha256,
    place as places,
    concat(row_code, '/', column_code) as ordering
from broken
