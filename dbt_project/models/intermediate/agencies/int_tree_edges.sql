{{ config(materialized='table') }}
-- The tree: one parent for each node in each year. Where a roster's parents lead round in a circle
-- (or further up than any tree is high), those that lead there go by their regions instead:
-- is_looped. A region that is no more belongs to its successor from the year it ended; a year of
-- 9999 is never, but the region then still lies within its successor.
with recursive climbed as (
    select
        node,
        coalesce(told_parent, region_parent) as above,
        1 as steps
    from {{ ref('int_tree_edges_proposed') }}
    where coalesce(told_parent, region_parent) is not null
    union all
    select
        climbed.node,
        coalesce(proposed.told_parent, proposed.region_parent) as above,
        climbed.steps + 1 as steps
    from climbed
    inner join {{ ref('int_tree_edges_proposed') }} as proposed
        on climbed.above = proposed.node
    where
        coalesce(proposed.told_parent, proposed.region_parent) is not null
        and climbed.steps < {{ var('deepest_tree') }}
),

looped as (
    select distinct node
    from climbed
    where steps = {{ var('deepest_tree') }}
),

edges as (
    select
        proposed.node,
        case
            when looped.node is null and proposed.told_parent is not null then proposed.told_parent
            else proposed.region_parent
        end as parent_node,
        case
            when looped.node is null and proposed.told_parent is not null then proposed.told_by
            when proposed.region_parent is not null then 'region'
        end as evidence,
        looped.node is not null and coalesce(proposed.told_by = 'roster', false) as is_looped
    from {{ ref('int_tree_edges_proposed') }} as proposed
    left join looped
        on proposed.node = looped.node
)

select
    edges.node,
    edges.parent_node,
    edges.evidence,
    edges.is_looped,
    0 as from_year,
    coalesce(ended.ended_from - 1, 9999) as until_year
from edges
left join {{ ref('int_regions_ended') }} as ended
    on edges.node = ended.region_code
union all by name
select
    region_code as node,
    successor_code as parent_node,
    'successor' as evidence,
    false as is_looped,
    coalesce(ended_from, 9999) as from_year,
    9999 as until_year
from {{ ref('int_regions_ended') }}
