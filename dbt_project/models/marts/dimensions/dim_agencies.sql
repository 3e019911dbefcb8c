-- An agency as its latest accepted report describes it.
with latest as (
    select *
    from {{ ref('int_reports_accepted') }}
    qualify row_number() over (partition by agency_id order by year desc) = 1
),

-- 威海市文登区人力资源和社会保障局 within 文登区 is 人力资源和社会保障局; 莱西市人民政府 keeps its name,
-- for 人民政府 alone names nobody.
shortened as (
    select
        *,
        substr(
            agency,
            1 + case
                when starts_with(agency, concat(province, city, county))
                    then length(concat(province, city, county))
                when starts_with(agency, concat(city, county)) then length(concat(city, county))
                when starts_with(agency, county) then length(county)
                when starts_with(agency, province) then length(province)
                else 0
            end
        ) as name_in_region
    from latest
)

select
    agency_id,
    agency,
    case
        when name_in_region in ('', '人民政府')
            then concat(coalesce(county, city, province), name_in_region)
        else name_in_region
    end as short_name,
    region_code,
    province,
    city,
    county,
    level,
    kind,
    scope
from shortened
