{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
with summed as (
    select
        reports.region_code,
        reports.year,
        grouped.disposition_code,
        grouped.group_code,
        grouped.row_kind,
        {{ honest_sum('grouped.request_count', 'grouped.unreadable_parts') }} as request_count,
        cast(sum(grouped.blank_parts) as bigint) as blank_parts,
        cast(sum(grouped.inferred_parts) as bigint) as inferred_parts,
        cast(sum(grouped.unreadable_parts) as bigint) as unreadable_parts
    from {{ only(years, ref('int_region_reports_covered')) }} as reports
    inner join {{ only(years, ref('int_dispositions_grouped')) }} as grouped
        on
            reports.agency_id = grouped.agency_id
            and reports.year = grouped.year
    where reports.role = 'counted'
    group by
        reports.region_code,
        reports.year,
        grouped.disposition_code,
        grouped.group_code,
        grouped.row_kind
)

select
    summed.region_code,
    summed.year,
    summed.disposition_code,
    summed.group_code,
    dispositions.disposition,
    group_names.disposition as group_label,
    summed.row_kind,
    case
        when summed.row_kind = 'part' then dispositions.sort_order
        else group_names.sort_order
    end as sort_order,
    {{ whole_count('summed.request_count') }} as request_count,
    summed.blank_parts,
    summed.inferred_parts,
    summed.unreadable_parts,
    case
        when totals.request_count >= {{ var('smallest_denominator') }}
            then cast({{ ratio('summed.request_count', 'totals.request_count') }} as decimal(10, 6))
    end as share
from summed
inner join {{ ref('dispositions') }} as dispositions
    on summed.disposition_code = dispositions.disposition_code
inner join {{ ref('dispositions') }} as group_names
    on summed.group_code = group_names.disposition_code
left join summed as totals
    on
        summed.region_code = totals.region_code
        and summed.year = totals.year
        and totals.row_kind = 'total'
