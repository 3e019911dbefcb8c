-- From which year a region that is no more was governed by its successor: the succession of its
-- government in the ledger, else the first year after its own government's last report for which
-- the successor's government reported. NULL: nobody knows.
with seats as (
    select
        {{ agency_key('region_code', 'agency') }} as agency_id,
        min(from_year) as from_year
    from {{ ref('stg_successions') }}
    group by agency_id
),

told as (
    select
        agencies.region_code,
        min(seats.from_year) as from_year
    from seats
    inner join {{ ref('int_agencies_listed') }} as agencies
        on seats.agency_id = agencies.agency_id
    where agencies.is_seat
    group by agencies.region_code
),

last_reports as (
    select
        region_code,
        max(year) as last_year
    from {{ ref('int_governments_consolidated') }}
    group by region_code
),

followed as (
    select
        regions.region_code,
        min(governments.year) as from_year
    from {{ ref('int_regions_named') }} as regions
    inner join {{ ref('int_governments_consolidated') }} as governments
        on regions.successor_code = governments.region_code
    left join last_reports
        on regions.region_code = last_reports.region_code
    where governments.year > coalesce(last_reports.last_year, 0)
    group by regions.region_code
)

select
    regions.region_code,
    regions.successor_code,
    coalesce(told.from_year, followed.from_year) as ended_from
from {{ ref('int_regions_named') }} as regions
left join told
    on regions.region_code = told.region_code
left join followed
    on regions.region_code = followed.region_code
where regions.successor_code is not null
