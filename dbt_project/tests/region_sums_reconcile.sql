{{ config(meta={'dagster': {'ref': {'name': 'region_reports'}}}) }}
-- A region's 申请量 is the sum of what the reports it counts print, and whatever a report does not
-- count for is counted by the one that covers it.
with summed as (
    select
        reports.region_code,
        reports.year,
        cast(sum(requests.request_count) as decimal(20, 4)) as request_count,
        {{ count_marks('requests.mark', ['unreadable']) }} as unreadable_count
    from {{ ref('region_reports') }} as reports
    inner join {{ ref('fct_requests') }} as requests
        on
            reports.agency_id = requests.agency_id
            and reports.year = requests.year
    where
        reports.role = 'counted'
        and requests.request_code = 'requests.new'
        and requests.applicant_code = 'total'
    group by reports.region_code, reports.year
)

select
    'sum' as problem,
    indicators.region_code,
    indicators.year
from {{ ref('indicators_by_region') }} as indicators
left join summed
    on
        indicators.region_code = summed.region_code
        and indicators.year = summed.year
where
    indicators.indicator_code = 'requests_received'
    and coalesce(summed.unreadable_count, 0) = 0
    and coalesce(indicators.numerator, -1) <> coalesce(summed.request_count, -1)
union all
select
    'cover' as problem,
    covered.region_code,
    covered.year
from {{ ref('region_reports') }} as covered
left join {{ ref('region_reports') }} as covering
    on
        covered.region_code = covering.region_code
        and covered.year = covering.year
        and covered.covered_by = covering.agency_id
where covered.role = 'covered' and coalesce(covering.role, '') <> 'counted'
