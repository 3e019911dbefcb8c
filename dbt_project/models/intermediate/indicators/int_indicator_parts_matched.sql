-- The figures that each indicator of each report is made of, by the form in which the report prints
-- the table in question. A part that the page lacks is there too, marked absent.
with printed_by_form as (
    select
        agency_id,
        year,
        table_name,
        form,
        count(*) as cell_count
    from {{ ref('int_figures_accepted') }}
    group by agency_id, year, table_name, form
),

printed as (
    select
        agency_id,
        year,
        table_name,
        arg_max(form, row(cell_count, form)) as form
    from printed_by_form
    group by agency_id, year, table_name
)

select
    printed.agency_id,
    printed.year,
    terms.indicator_code,
    terms.side,
    terms.table_name,
    terms.row_code,
    terms.column_code,
    terms.sign,
    figures.value,
    coalesce(figures.mark, 'absent') as mark
from printed
inner join {{ ref('indicator_terms') }} as terms
    on
        printed.table_name = terms.table_name
        and printed.form = terms.form
left join {{ ref('int_figures_accepted') }} as figures
    on
        printed.agency_id = figures.agency_id
        and printed.year = figures.year
        and printed.form = figures.form
        and terms.row_code = figures.row_code
        and terms.column_code = figures.column_code
