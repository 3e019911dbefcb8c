-- How many reports are due of each set and how many of them were received, where the province has a
-- roster. Without one nobody knows who must report.
with due as (
    select
        obligations.*,
        kinds.organ_group_code,
        within.region_code
    from {{ ref('int_obligations') }} as obligations
    inner join {{ ref('int_agencies_in_regions') }} as within
        on obligations.agency_id = within.agency_id
    left join {{ ref('int_agencies_grouped') }} as kinds
        on obligations.agency_id = kinds.agency_id
    where obligations.basis = 'roster'
)

select
    '' as organ_group_code,
    region_code,
    year,
    count(*) as due_count,
    count(*) filter (where is_received) as received_count
from due
group by region_code, year
union all
select
    organ_group_code,
    region_code,
    year,
    count(*) as due_count,
    count(*) filter (where is_received) as received_count
from due
where organ_group_code is not null
group by organ_group_code, region_code, year
