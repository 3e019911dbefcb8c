-- Who had to report in each region, and what became of it: in all, and by kind of department.
with told as (
    select
        regions.region_code,
        obligations.year,
        agencies.organ_group_code,
        obligations.status,
        obligations.is_received
    from {{ ref('fct_obligations') }} as obligations
    inner join {{ ref('int_agencies_in_regions') }} as regions
        on obligations.agency_id = regions.agency_id
    inner join {{ ref('dim_agencies') }} as agencies
        on obligations.agency_id = agencies.agency_id
),

counted as (
    select
        region_code,
        year,
        case when grouping(organ_group_code) = 1 then 'all' else organ_group_code end
            as organ_group_code,
        count(*) as due_count,
        count(*) filter (where is_received) as received_count,
        {{ count_marks('status', ['on_time']) }} as on_time_count,
        {{ count_marks('status', ['late']) }} as late_count,
        {{ count_marks('status', ['undated']) }} as undated_count,
        {{ count_marks('status', ['missing']) }} as missing_count,
        {{ count_marks('status', ['not_due']) }} as not_due_count,
        {{ count_marks('status', ['not_collected']) }} as not_collected_count
    from told
    group by grouping sets ((region_code, year), (region_code, year, organ_group_code))
    having grouping(organ_group_code) = 1 or organ_group_code is not null
)

select
    counted.region_code,
    counted.year,
    counted.organ_group_code,
    groups.organ_group,
    counted.due_count,
    counted.received_count,
    counted.on_time_count,
    counted.late_count,
    counted.undated_count,
    counted.missing_count,
    counted.not_due_count,
    counted.not_collected_count
from counted
left join {{ ref('dim_agency_groups') }} as groups
    on counted.organ_group_code = groups.organ_group_code
