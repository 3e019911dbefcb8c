-- What a region's figures of a year rest on: reports due and received, read in part, blanks and
-- other doubts in those that count, and what the checks found.
with sets as (
    select
        reports.region_code,
        reports.year,
        count(*) as received_count,
        {{ count_marks('reports.role', ['counted']) }} as counted_count,
        {{ count_marks('facts.status', ['partial']) }} as partial_count,
        cast(sum(facts.figure_count) filter (where reports.role = 'counted') as bigint)
            as figure_count,
        cast(sum(facts.blank_count) filter (where reports.role = 'counted') as bigint)
            as blank_count,
        cast(sum(facts.inferred_count) filter (where reports.role = 'counted') as bigint)
            as inferred_count,
        cast(sum(facts.approximate_count) filter (where reports.role = 'counted') as bigint)
            as approximate_count,
        cast(sum(facts.unreadable_count) filter (where reports.role = 'counted') as bigint)
            as unreadable_count
    from {{ ref('int_region_reports_covered') }} as reports
    inner join {{ ref('fct_reports') }} as facts
        on
            reports.agency_id = facts.agency_id
            and reports.year = facts.year
    group by reports.region_code, reports.year
),

open_errors as (
    select
        region_code,
        year,
        check_id,
        check_name,
        open_count,
        sum(open_count) over (partition by region_code, year) as open_error_count,
        row_number() over (
            partition by region_code, year
            order by open_count desc, check_id asc
        ) as place
    from {{ ref('findings_by_region') }}
    where severity = 'error' and open_count > 0
),

agencies as (
    select
        regions.region_code,
        findings.year,
        count(distinct findings.agency_id) as agencies_with_errors
    from {{ ref('fct_findings') }} as findings
    inner join {{ ref('int_agencies_in_regions') }} as regions
        on findings.agency_id = regions.agency_id
    where findings.is_open and findings.severity = 'error'
    group by regions.region_code, findings.year
)

select
    sets.region_code,
    sets.year,
    due.due_count,
    due.missing_count,
    due.late_count,
    due.not_collected_count,
    sets.received_count,
    sets.counted_count,
    sets.partial_count,
    sets.figure_count,
    sets.blank_count,
    sets.inferred_count,
    sets.approximate_count,
    sets.unreadable_count,
    cast(coalesce(open_errors.open_error_count, 0) as bigint) as open_error_count,
    coalesce(agencies.agencies_with_errors, 0) as agencies_with_errors,
    open_errors.check_id as commonest_check_id,
    open_errors.check_name as commonest_check,
    open_errors.open_count as commonest_check_count
from sets
left join {{ ref('obligations_by_region') }} as due
    on
        sets.region_code = due.region_code
        and sets.year = due.year
        and due.organ_group_code = 'all'
left join open_errors
    on
        sets.region_code = open_errors.region_code
        and sets.year = open_errors.year
        and open_errors.place = 1
left join agencies
    on
        sets.region_code = agencies.region_code
        and sets.year = agencies.year
