{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- count_is_whole: a count is whole and not negative; only 本年增/减 may be negative.
select
    agency_id,
    year,
    'count_is_whole' as check_id,
    table_name,
    table_label,
    row_label,
    column_label,
    value as left_value,
    concat(
        table_label, '，', nullif({{ plain_label('row_label') }}, '') || '，', column_label,
        '：表中为 ', {{ figure_text('value') }},
        case
            when value <> trunc(value) then '，数量应当是整数'
            else '，数量不应当小于 0'
        end
    ) as message,
    document_path,
    sha256,
    place as places,
    concat(row_code, '/', column_code) as ordering
from {{ only(years, ref('int_figures_accepted')) }}
where
    column_code not in ('amount_yuan', 'percent')
    and (value <> trunc(value) or (value < 0 and column_code <> 'items_change'))
