-- What must agree from one year's report of an agency to its next one; a renamed or merged agency
-- continues its predecessors, whose figures are summed. A blank operand counts as 0; where one is
-- unreadable or not on its page, or all are blank, nothing is said.
with needed as (
    select
        check_id,
        instance,
        count(*) filter (where year_offset = 0) as operands_now,
        count(*) filter (where year_offset <> 0) as operands_before
    from {{ ref('continuity_terms') }}
    group by check_id, instance
),

continued as (
    select
        agency_id,
        year,
        predecessor_id,
        predecessor_year,
        predecessor_count,
        -1 as year_offset
    from {{ ref('int_agencies_succeeded') }}
    where is_followed
    union all
    select distinct
        agency_id,
        year,
        agency_id as predecessor_id,
        year as predecessor_year,
        predecessor_count,
        0 as year_offset
    from {{ ref('int_agencies_succeeded') }}
    where is_followed
),

operands as (
    select
        terms.check_id,
        terms.instance,
        terms.table_name,
        terms.side,
        terms.year_offset,
        terms.sign,
        continued.agency_id,
        figures.year as printed_year,
        continued.year,
        continued.predecessor_count,
        figures.row_code,
        figures.column_code,
        figures.line_no,
        figures.column_no,
        figures.value,
        figures.state,
        figures.place,
        figures.document_path,
        figures.sha256
    from {{ ref('int_figures_accepted') }} as figures
    inner join {{ ref('continuity_terms') }} as terms
        on
            figures.row_code = terms.row_code
            and figures.column_code = terms.column_code
    inner join continued
        on
            figures.agency_id = continued.predecessor_id
            and figures.year = continued.predecessor_year
            and terms.year_offset = continued.year_offset
),

summed as (
    select
        agency_id,
        year,
        check_id,
        instance,
        any_value(table_name) as table_name,
        -- The figure of this year that the others must come to names the place in the form.
        any_value(row_code) filter (where side = 'right') as row_code,
        any_value(column_code) filter (where side = 'right') as column_code,
        sum(value * sign) filter (where side = 'left') as left_sum,
        sum(value * sign) filter (where side = 'right') as right_sum,
        count(*) as found_operands,
        any_value(predecessor_count) as predecessor_count,
        count(value) as number_operands,
        {{ count_marks('state', ['blank', 'not_applicable']) }} as blank_operands,
        {{ count_marks('state', ['unreadable']) }} as unreadable_operands,
        any_value(document_path) filter (where side = 'right') as document_path,
        any_value(sha256) filter (where side = 'right') as sha256,
        string_agg(
            concat(printed_year, '年报告', place), '；'
            order by year_offset, document_path, line_no, column_no
        ) as places
    from operands
    group by agency_id, year, check_id, instance
)

select
    summed.agency_id,
    summed.year,
    summed.check_id,
    summed.instance,
    summed.table_name,
    summed.row_code,
    summed.column_code,
    cast(coalesce(summed.left_sum, 0) as decimal(20, 4)) as left_value,
    cast(coalesce(summed.right_sum, 0) as decimal(20, 4)) as right_value,
    summed.blank_operands,
    summed.document_path,
    summed.sha256,
    summed.places,
    case
        when
            summed.found_operands
            < needed.operands_now + needed.operands_before * summed.predecessor_count
            then 'incomplete'
        when summed.unreadable_operands > 0 then 'unreadable'
        when summed.number_operands = 0 then 'all_blank'
        when coalesce(summed.left_sum, 0) <> coalesce(summed.right_sum, 0) then 'breaks'
        else 'holds'
    end as outcome
from summed
inner join needed
    on
        summed.check_id = needed.check_id
        and summed.instance = needed.instance
