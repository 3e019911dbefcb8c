-- 示例省 and all below it have codes that begin with 99, as no real place has.
with counted as (
    select count(*) filter (where region_code like '99%') as demonstration_reports
    from {{ ref('int_reports_accepted') }}
)

select
    demonstration_reports > 0 as is_demonstration,
    case when demonstration_reports > 0 then '演示数据，纯属虚构' end as notice,
    demonstration_reports
from counted
