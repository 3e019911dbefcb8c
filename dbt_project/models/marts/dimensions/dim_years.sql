with bounds as (
    select
        min(year) as first_year,
        max(year) as last_year
    from {{ ref('int_reports_accepted') }}
),

years as (
    select cast(unnest(range(first_year, last_year + 1)) as integer) as year
    from bounds
)

select
    years.year,
    forms.form,
    make_date(years.year + 1, departments.due_month, departments.due_day) as departments_due,
    make_date(years.year + 1, governments.due_month, governments.due_day) as governments_due
from years
left join {{ ref('official_forms') }} as forms
    on years.year between forms.first_year and coalesce(forms.last_year, 9999)
left join {{ ref('reporting_deadlines') }} as departments
    on departments.kind = 'department'
left join {{ ref('reporting_deadlines') }} as governments
    on governments.kind = 'government'
