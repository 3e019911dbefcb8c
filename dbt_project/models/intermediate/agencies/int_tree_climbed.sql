{{ config(materialized='table') }}
-- Every node with itself (0 steps up) and each node above it, and the years for which that holds.
-- Where from_year is after until_year the one only lies within the other.
with recursive climbed as (
    select distinct
        node,
        node as ancestor,
        0 as steps,
        0 as from_year,
        9998 as until_year
    from {{ ref('int_tree_edges') }}
    union all
    select
        climbed.node,
        edges.parent_node as ancestor,
        climbed.steps + 1 as steps,
        greatest(climbed.from_year, edges.from_year) as from_year,
        least(climbed.until_year, edges.until_year) as until_year
    from climbed
    inner join {{ ref('int_tree_edges') }} as edges
        on climbed.ancestor = edges.node
    where edges.parent_node is not null and climbed.steps < {{ var('deepest_tree') }}
)

select
    node,
    ancestor,
    steps,
    from_year,
    until_year
from climbed
