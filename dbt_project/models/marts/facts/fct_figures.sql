{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- What the page prints stands beside a figure only where the office corrected it: repeated on every
-- row it would be a sixth of the table.
select
    agency_id,
    year,
    table_name,
    form,
    row_code,
    column_code,
    row_label,
    column_label,
    line_no,
    column_no,
    unit,
    value,
    state,
    basis,
    is_approximate,
    mark,
    printed_text,
    case when basis = 'corrected' then printed_value end as printed_value,
    case when basis = 'corrected' then printed_state end as printed_state,
    correction_reason,
    corrected_by,
    corrected_on,
    place,
    note,
    document_path,
    report_no,
    sha256
from {{ only(years, ref('int_figures_accepted')) }}
