-- Each indicator of each report with its value, or the reason why it has none.
with reasoned as (
    select
        summed.*,
        indicators.has_denominator,
        case
            when not summed.is_on_form then '报告的表式没有这一项，或报告中没有找到所在的表'
            when summed.absent_parts > 0 then '页面上缺少所需的行或列'
            when summed.unreadable_parts > 0
                then concat(summed.unreadable_parts, ' 处数字无法辨认，不作合计')
            when summed.numerator is null and indicators.has_denominator then '分子各项均为空白'
            when summed.numerator is null then '表中为空白'
            when indicators.has_denominator and summed.denominator is null
                then '分母各项均为空白'
            when indicators.has_denominator
                and summed.denominator < {{ var('smallest_denominator') }}
                then '分母不足 {{ var("smallest_denominator") }}，不列比率'
        end as withheld_reason
    from {{ ref('int_indicators_summed') }} as summed
    inner join {{ ref('indicators') }} as indicators
        on summed.indicator_code = indicators.indicator_code
)

select
    *,
    {{ indicator_value() }} as value
from reasoned
