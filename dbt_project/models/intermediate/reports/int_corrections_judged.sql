{{ config(materialized='table') }}
-- Each correction of the office beside the figure that it means. It applies only while the page
-- prints what it names: the same value, or the same words where they are no number.
with corrections as (
    select
        *,
        {{ agency_key('region_code', 'agency') }} as agency_id
    from {{ ref('stg_corrections') }}
),

meant as (
    select distinct
        agency_id,
        year
    from corrections
),

-- Only the reports that a correction means.
printed as (
    select
        figures.agency_id,
        figures.year,
        figures.row_code,
        figures.column_code,
        figures.value,
        figures.state,
        figures.printed_text
    from {{ ref('int_figures_printed') }} as figures
    inner join meant
        on
            figures.agency_id = meant.agency_id
            and figures.year = meant.year
),

judged as (
    select
        corrections.*,
        printed.value as found_value,
        printed.state as found_state,
        printed.printed_text as found_text,
        case
            when reports.agency_id is null then 'no_such_report'
            when printed.agency_id is null then 'no_such_figure'
            when printed.state = 'number' and corrections.printed_value = printed.value
                then 'applied'
            when printed.state in ('blank', 'not_applicable')
                and corrections.printed_state = printed.state
                then 'applied'
            when printed.state = 'unreadable'
                and trim(printed.printed_text) = corrections.printed_text
                then 'applied'
            else 'stale'
        end as status
    from corrections
    left join {{ ref('int_reports_accepted') }} as reports
        on
            corrections.agency_id = reports.agency_id
            and corrections.year = reports.year
    left join printed
        on
            corrections.agency_id = printed.agency_id
            and corrections.year = printed.year
            and corrections.row_code = printed.row_code
            and corrections.column_code = printed.column_code
)

select
    * exclude (status),
    -- two lines may name one figure in two ways (12万元, 120000): the later one counts
    case
        when
            status = 'applied'
            and row_number() over (
                partition by agency_id, year, row_code, column_code, status
                order by line_no desc
            ) > 1
            then 'superseded'
        else status
    end as status
from judged
