{{ config(materialized='table') }}
-- The parts of each consolidated government report: agencies, with a report of the year or due one,
-- whose next consolidated report up the tree it is. So a lower government is one part where it has
-- a report, else it is missing and its own parts stand beside it. The government itself under a
-- former name or code is no part.
with nearest as (
    select *
    from {{ ref('int_agencies_covered') }}
    qualify row_number() over (partition by agency_id, year order by steps) = 1
)

select
    covered.agency_id as part_id,
    covered.year,
    covered.coverer_id as agency_id,
    agencies.agency as part,
    reports.agency_id is not null as is_reported,
    obligations.agency_id is not null as is_due,
    coalesce(obligations.basis = 'roster', false) as is_on_roster
from nearest as covered
inner join {{ ref('int_agencies_listed') }} as agencies
    on covered.agency_id = agencies.agency_id
inner join {{ ref('int_agencies_listed') }} as governments
    on covered.coverer_id = governments.agency_id
left join {{ ref('int_reports_accepted') }} as reports
    on
        covered.agency_id = reports.agency_id
        and covered.year = reports.year
left join {{ ref('int_obligations') }} as obligations
    on
        covered.agency_id = obligations.agency_id
        and covered.year = obligations.year
left join {{ ref('int_regions_ended') }} as ended
    on
        agencies.node = ended.region_code
        and covered.year >= ended.ended_from
where
    agencies.node <> governments.node
    and ended.region_code is null
