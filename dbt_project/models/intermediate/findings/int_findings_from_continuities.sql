{{ config(materialized='by_year', meta={'years_before': 1}) }}
{%- set years = changed_years() -%}
-- Reports that do not agree with last year's, of the same agency or of its predecessors.
with successions as (
    select distinct
        agency_id,
        year,
        predecessors
    from {{ only(years, ref('int_agencies_succeeded')) }}
    where is_succession
)

select
    broken.agency_id,
    broken.year,
    broken.check_id,
    broken.table_name,
    figures.table_label,
    figures.row_label,
    figures.column_label,
    broken.left_value,
    broken.right_value,
    broken.left_value - broken.right_value as difference,
    broken.blank_operands,
    concat(
        figures.table_label, '，', {{ plain_label('figures.row_label') }}, '，', figures.column_label,
        '：',
        '前身' || successions.predecessors || '，',
        case broken.check_id
            when 'carry_over' then concat(broken.year - 1, '年报告结转下年度 ')
            when 'items_continue' then concat(broken.year - 1, '年报告的上一年项目数加增减为 ')
            else concat(broken.year - 1, '年的现行有效件数加本年制发、减本年废止为 ')
        end,
        {{ figure_text('broken.left_value') }}, '，本年报告为 ',
        {{ figure_text('broken.right_value') }}, '，相差 ',
        {{ figure_text('abs(broken.left_value - broken.right_value)') }},
        case
            when broken.blank_operands > 0
                then concat('（其中 ', broken.blank_operands, ' 处空白或不适用按 0 计）')
        end
    ) as message,
    broken.document_path,
    broken.sha256,
    broken.places,
    broken.instance as ordering
from {{ only(years, ref('int_continuities_evaluated')) }} as broken
inner join {{ only(years, ref('int_figures_accepted')) }} as figures
    on
        broken.agency_id = figures.agency_id
        and broken.year = figures.year
        and broken.row_code = figures.row_code
        and broken.column_code = figures.column_code
left join successions
    on
        broken.agency_id = successions.agency_id
        and broken.year = successions.year
where broken.outcome = 'breaks'
