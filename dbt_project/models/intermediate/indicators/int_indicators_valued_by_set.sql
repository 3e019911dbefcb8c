{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- Each indicator of each set of reports with its value, or the reason why it has none.
with reasoned as (
    select
        sets.organ_group_code,
        sets.region_code,
        sets.year,
        indicators.indicator_code,
        indicators.has_denominator,
        summed.numerator,
        summed.denominator,
        coalesce(summed.blank_parts, 0) as blank_parts,
        coalesce(summed.inferred_parts, 0) as inferred_parts,
        coalesce(summed.approximate_parts, 0) as approximate_parts,
        coalesce(summed.unreadable_parts, 0) as unreadable_parts,
        coalesce(summed.used_count, 0) as used_count,
        summed.formula_key,
        -- The reports whose sameness makes two years comparable.
        case when indicators.grain = 'region' then sets.received_key else sets.counted_key end
            as set_key,
        case when indicators.grain = 'region' then sets.received_count else sets.report_count end
            as report_count,
        sets.is_complete,
        case
            when indicators.indicator_code = 'reporting_rate' and sets.due_count is not null
                then concat(
                        '名单上应报 ', sets.due_count, ' 份，已收 ', sets.due_received_count, ' 份'
                    )
            when indicators.grain = 'region'
                then concat('本地区收到的全部 ', sets.received_count, ' 份报告')
            else sets.set_note
        end as set_note,
        case
            when indicators.indicator_code = 'reporting_rate' and summed.denominator is null
                then '尚无应报名单，无法计算报送率'
            when summed.used_count is null then '所采用的报告都没有这一项'
            when summed.unreadable_parts > 0
                then concat(summed.unreadable_parts, ' 处数字无法辨认，不作合计')
            when summed.numerator is null then '所采用的报告中这一项均为空白'
            when indicators.has_denominator
                and coalesce(summed.denominator, 0) < {{ var('smallest_denominator') }}
                then '分母不足 {{ var("smallest_denominator") }}，不列比率'
        end as withheld_reason
    from {{ only(years, ref('int_sets_described')) }} as sets
    cross join {{ ref('indicators') }} as indicators
    left join {{ only(years, ref('int_indicators_summed_by_set')) }} as summed
        on
            sets.organ_group_code = summed.organ_group_code
            and sets.region_code = summed.region_code
            and sets.year = summed.year
            and indicators.indicator_code = summed.indicator_code
)

select
    * replace (
        case
            when used_count between 1 and report_count - 1
                then concat(set_note, '；其中 ', report_count - used_count, ' 份没有这一项')
            else set_note
        end as set_note
    ),
    {{ indicator_value() }} as value
from reasoned
