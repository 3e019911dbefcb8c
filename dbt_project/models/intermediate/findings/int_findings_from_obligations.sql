-- missing_report: due, past its deadline and not there. roster_parent: a roster whose parents lead
-- round in a circle.
select
    obligations.agency_id,
    obligations.year,
    'missing_report' as check_id,
    concat(
        '没有收到 ', obligations.year, ' 年的报告，应当在 ',
        strftime(obligations.due_date, '%Y-%m-%d'), ' 前公布',
        case
            when obligations.basis = 'roster' then '（列在应报单位名单上）'
            else concat('（曾有 ', obligations.reported_before, ' 年的报告）')
        end
    ) as message
from {{ ref('int_obligations') }} as obligations
where obligations.status = 'missing'
union all by name
select
    agencies.agency_id,
    null as year,
    'roster_parent' as check_id,
    concat(
        '应报单位名单第 ', agencies.roster_line_no, ' 行的上级“', agencies.roster_parent,
        '”层层向上又回到下级，没有采用，改按地区确定上级'
    ) as message
from {{ ref('int_agencies_listed') }} as agencies
inner join {{ ref('int_tree_edges') }} as edges
    on agencies.node = edges.node
where edges.is_looped and agencies.roster_parent is not null
