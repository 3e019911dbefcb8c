{{ config(materialized='table') }}
-- Names within the region, and departments of one kind: 财政厅 and 财政局 are one, and so are a
-- department's former and present kinds (seed organ_kinds). Governments, institutions and others
-- belong to no kind.
with region_names as (
    select
        region_code,
        unnest(
            [region_name] || string_split_regex(coalesce(former_names, ''), '[;；、|/ ]+')
        ) as region_name
    from {{ ref('int_regions_named') }}
),

prefixes as (
    select
        agencies.agency_id,
        unnest([
            concat(agencies.province, agencies.city, agencies.county),
            concat(agencies.city, agencies.county),
            agencies.county,
            agencies.province
        ]) as prefix
    from {{ ref('int_agencies_listed') }} as agencies
),

shortened as (
    select
        agencies.agency_id,
        agencies.agency,
        agencies.kind,
        agencies.region_code,
        coalesce(agencies.county, agencies.city, agencies.province) as place,
        substr(agencies.agency, 1 + coalesce(max(length(prefixes.prefix)), 0)) as name_in_region
    from {{ ref('int_agencies_listed') }} as agencies
    left join prefixes
        on
            agencies.agency_id = prefixes.agency_id
            and starts_with(agencies.agency, prefixes.prefix)
    group by
        agencies.agency_id,
        agencies.agency,
        agencies.kind,
        agencies.region_code,
        agencies.province,
        agencies.city,
        agencies.county
),

-- What else a name may begin with: a zone, a former name of the region, 国家税务总局 before it.
measured as (
    select
        shortened.agency_id,
        max(length({{ zone_stem('zones.agency') }})) as zone_length,
        max(
            instr(shortened.agency, region_names.region_name)
            + length(region_names.region_name)
        ) as organ_start
    from shortened
    left join region_names
        on
            shortened.region_code = region_names.region_code
            and region_names.region_name <> ''
            and contains(shortened.agency, region_names.region_name)
    left join {{ ref('int_tree_edges') }} as edges
        on
            shortened.agency_id = edges.node
            and edges.evidence = 'name'
    left join {{ ref('int_agencies_listed') }} as zones
        on edges.parent_node = zones.node
    group by shortened.agency_id
),

bared as (
    select
        shortened.*,
        case
            when measured.zone_length is not null
                then substr(shortened.agency, measured.zone_length + 1)
            when
                shortened.name_in_region = shortened.agency
                and measured.organ_start <= length(shortened.agency)
                then substr(shortened.agency, measured.organ_start)
            else shortened.name_in_region
        end as organ
    from shortened
    inner join measured
        on shortened.agency_id = measured.agency_id
),

spelled as (
    select
        bared.*,
        coalesce(names.full_name, bared.organ) as full_organ
    from bared
    left join {{ ref('agency_names') }} as names
        on bared.organ = names.short_name
),

cored as (
    select
        *,
        regexp_replace(
            case
                when
                    starts_with(full_organ, '人民政府')
                    and not starts_with(full_organ, '人民政府办公')
                    then substr(full_organ, 5)
                else full_organ
            end,
            '(办公室|办公厅|委员会|总局|局|厅|委|办|署)$',
            ''
        ) as printed_core
    from spelled
),

kinds as (
    select
        cored.*,
        case
            when cored.kind = 'department' and cored.printed_core <> ''
                then coalesce(kinds.present_core, cored.printed_core)
        end as core
    from cored
    left join {{ ref('organ_kinds') }} as kinds
        on cored.printed_core = kinds.former_core
)

select
    agency_id,
    case
        when name_in_region in ('', '人民政府') then concat(place, name_in_region)
        else name_in_region
    end as short_name,
    core as organ_core,
    left(md5(core), 12) as organ_group_code,
    full_organ,
    printed_core <> core as is_former_kind
from kinds
