{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- Every cell of the accepted reports, with its mark: as printed, or as the office corrected it,
-- while the page prints what the correction names. What was printed stays beside it.
select
    printed.* replace (
        case when applied.line_no is null then printed.value else applied.correct_value end
            as value,
        coalesce(applied.correct_state, printed.state) as state,
        case when applied.line_no is null then printed.basis else 'corrected' end as basis,
        printed.is_approximate and applied.line_no is null as is_approximate
    ),
    case
        when applied.line_no is not null and applied.correct_state = 'number' then 'corrected'
        when applied.line_no is not null then applied.correct_state
        else {{ figure_mark('printed.state', 'printed.basis', 'printed.is_approximate') }}
    end as mark,
    printed.value as printed_value,
    printed.state as printed_state,
    applied.reason as correction_reason,
    applied.decided_by as corrected_by,
    applied.decided_on as corrected_on
from {{ only(years, ref('int_figures_printed')) }} as printed
left join {{ ref('int_corrections_judged') }} as applied
    on
        printed.agency_id = applied.agency_id
        and printed.year = applied.year
        and printed.row_code = applied.row_code
        and printed.column_code = applied.column_code
        and applied.status = 'applied'
