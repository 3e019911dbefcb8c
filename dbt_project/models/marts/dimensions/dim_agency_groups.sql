-- Kinds of departments, each by the name that most of its agencies bear, a present one if any does.
with names as (
    select
        organ_group_code,
        full_organ,
        is_former_kind,
        count(*) as agency_count
    from {{ ref('int_agencies_grouped') }}
    where organ_group_code is not null
    group by organ_group_code, full_organ, is_former_kind
),

counted as (
    select
        organ_group_code,
        cast(sum(agency_count) as bigint) as agency_count,
        string_agg(full_organ, '、' order by full_organ) as organ_names
    from names
    group by organ_group_code
)

select
    names.organ_group_code,
    names.full_organ as organ_group,
    counted.agency_count,
    counted.organ_names
from names
inner join counted
    on names.organ_group_code = counted.organ_group_code
qualify
    row_number() over (
        partition by names.organ_group_code
        order by names.is_former_kind asc, names.agency_count desc, names.full_organ asc
    ) = 1
