-- Every arithmetic identity of the forms, evaluated for every accepted report: one sum model for
-- all checks. A blank (or not applicable) operand counts as 0; an identity whose operands are all
-- blank, one of whose operands is unreadable or is not on the page, says nothing.
with operands as (
    select
        terms.*,
        form_cells.cell_key,
        form_cells.table_label,
        -- a number to group millions of operands by, in place of three strings
        cast(
            dense_rank() over (order by terms.form, terms.check_id, terms.instance) as integer
        ) as identity_no
    from {{ ref('stg_identity_terms') }} as terms
    inner join {{ ref('stg_form_cells') }} as form_cells
        on
            terms.form = form_cells.form
            and terms.row_code = form_cells.row_code
            and terms.column_code = form_cells.column_code
),

identities as (
    select
        identity_no,
        form,
        check_id,
        instance,
        any_value(relation) as relation,
        any_value(severity) as severity,
        any_value(table_name) as table_name,
        any_value(table_label) as table_label,
        any_value(row_label) as row_label,
        any_value(column_label) as column_label,
        any_value(left_name) as left_name,
        any_value(right_name) as right_name,
        count(*) as operand_count
    from operands
    group by identity_no, form, check_id, instance
),

summed as (
    select
        figures.report_key,
        -- with the year here, whoever asks for some years reads no others
        figures.year,
        operands.identity_no,
        sum(case when operands.side = 'left' then figures.value end) as left_sum,
        sum(case when operands.side = 'right' then figures.value end) as right_sum,
        count(*) as found_operands,
        count(figures.value) as number_operands,
        {{ count_marks('figures.state', ['blank']) }} as blank_operands,
        {{ count_marks('figures.state', ['not_applicable']) }} as not_applicable_operands,
        {{ count_marks('figures.state', ['unreadable']) }} as unreadable_operands
    from {{ ref('int_figures_accepted') }} as figures
    inner join operands
        on figures.cell_key = operands.cell_key
    group by figures.report_key, figures.year, operands.identity_no
),

compared as (
    select
        reports.agency_id,
        summed.year,
        identities.*,
        cast(coalesce(summed.left_sum, 0) as decimal(20, 4)) as left_value,
        cast(coalesce(summed.right_sum, 0) as decimal(20, 4)) as right_value,
        summed.found_operands,
        summed.number_operands,
        summed.blank_operands,
        summed.not_applicable_operands,
        summed.unreadable_operands
    from summed
    inner join identities
        on summed.identity_no = identities.identity_no
    inner join {{ ref('int_reports_accepted') }} as reports
        on summed.report_key = reports.report_key
)

select
    *,
    case
        when found_operands < operand_count then 'incomplete'
        when unreadable_operands > 0 then 'unreadable'
        when number_operands = 0 then 'all_blank'
        when relation = 'equal' and left_value <> right_value then 'breaks'
        when relation = 'at_most' and left_value > right_value then 'breaks'
        else 'holds'
    end as outcome
from compared
