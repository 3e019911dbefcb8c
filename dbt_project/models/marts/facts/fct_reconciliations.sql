{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
select
    agency_id,
    year,
    table_name,
    row_code,
    column_code,
    row_label,
    column_label,
    value as printed_value,
    mark as printed_mark,
    parts_value,
    cast(coalesce(value, 0) - parts_value as decimal(20, 4)) as difference,
    parts_expected,
    parts_reported,
    parts_missing,
    absent_parts,
    blank_parts,
    unreadable_parts,
    inferred_parts,
    approximate_parts,
    must_be_equal,
    outcome,
    concat(
        case outcome
            when 'no_parts' then '没有一个部分报送了这一项'
            when 'uncertain' then '汇总报告的这个数字不确定，不作比较'
            when 'all_blank' then '汇总报告和各部分均为空白'
            when 'below' then '小于已报送的各部分之和'
            when 'unequal' then '各部分都已报送而不相等'
            when 'equal' then '各部分都已报送，相等'
            else '不小于已报送的各部分之和'
        end,
        '：',
        concat_ws(
            '，',
            concat('应有 ', parts_expected, ' 个部分，已报送 ', parts_reported, ' 个'),
            case
                when parts_missing > 0
                    then concat(
                            '未报送 ', parts_missing, ' 个（', missing_parts,
                            case when parts_missing > 3 then '等' end, '）'
                        )
            end,
            nullif(absent_parts, 0) || ' 个的报告没有这一项',
            nullif(blank_parts, 0) || ' 个空白或不适用，按 0 计',
            nullif(unreadable_parts, 0) || ' 个无法辨认，不作合计',
            nullif(inferred_parts, 0) || ' 个为推断',
            nullif(approximate_parts, 0) || ' 个为约数'
        )
    ) as explanation
from {{ only(years, ref('int_figures_reconciled')) }}
