-- year_on_year: counts and amounts that no year's work explains.
select
    agency_id,
    year,
    'year_on_year' as check_id,
    table_name,
    table_label,
    row_label,
    column_label,
    previous_value as left_value,
    value as right_value,
    previous_value - value as difference,
    concat(
        concat_ws(
            '，', table_label, nullif({{ plain_label('row_label') }}, ''), column_label
        ),
        '：', previous_year, '年为 ', {{ figure_text('previous_value') }},
        case when is_money then ' 元' end,
        '，', year, '年为 ', {{ figure_text('value') }},
        case when is_money then ' 元' end,
        '，相差约 ', times, ' 倍',
        case
            when outcome = 'unit'
                then concat(
                        '，', case when value > previous_value then year else previous_year end,
                        '年报告可能把元印成万元'
                    )
        end
    ) as message,
    document_path,
    sha256,
    concat(previous_year, '年报告', previous_place, '；', year, '年报告', place) as places,
    concat(row_code, '/', column_code) as ordering
from {{ ref('int_years_compared') }}
where outcome <> 'holds'
