{{ config(materialized='table') }}
-- The regions that each agency lies within by the tree, its own included.
select distinct
    agencies.agency_id,
    climbed.ancestor as region_code
from {{ ref('int_agencies_listed') }} as agencies
inner join {{ ref('int_tree_climbed') }} as climbed
    on agencies.node = climbed.node
inner join {{ ref('int_regions_named') }} as regions
    on climbed.ancestor = regions.region_code
