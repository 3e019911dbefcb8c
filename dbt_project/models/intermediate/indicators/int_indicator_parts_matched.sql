-- The figures that each indicator of each report is made of, by the form in which the report prints
-- the table in question. A part that the page lacks is there too, marked absent.
with printed_by_form as (
    select
        report_key,
        table_name,
        form,
        count(*) as cell_count
    from {{ ref('int_figures_accepted') }}
    group by report_key, table_name, form
),

printed as (
    select
        report_key,
        table_name,
        arg_max(form, row(cell_count, form)) as form
    from printed_by_form
    group by report_key, table_name
),

terms as (
    select
        terms.*,
        form_cells.cell_key,
        -- a bit for each of an indicator's terms, to tell formulas apart by
        cast(1 as hugeint) << cast(
            dense_rank() over (
                partition by terms.indicator_code
                order by terms.side, terms.row_code, terms.column_code, terms.sign
            ) as integer
        ) as term_bit
    from {{ ref('indicator_terms') }} as terms
    left join {{ ref('stg_form_cells') }} as form_cells
        on
            terms.form = form_cells.form
            and terms.row_code = form_cells.row_code
            and terms.column_code = form_cells.column_code
)

select
    reports.agency_id,
    reports.year,
    printed.report_key,
    terms.indicator_code,
    terms.side,
    terms.table_name,
    terms.row_code,
    terms.column_code,
    terms.sign,
    terms.term_bit,
    figures.value,
    coalesce(figures.mark, 'absent') as mark
from printed
inner join {{ ref('int_reports_accepted') }} as reports
    on printed.report_key = reports.report_key
inner join terms
    on
        printed.table_name = terms.table_name
        and printed.form = terms.form
left join {{ ref('int_figures_accepted') }} as figures
    on
        printed.report_key = figures.report_key
        and terms.cell_key = figures.cell_key
