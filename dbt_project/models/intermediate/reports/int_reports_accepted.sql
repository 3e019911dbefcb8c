-- The one report that counts for each agency and year, with its deadline.
with chosen as (
    select
        * exclude (
            choice_rank,
            chosen_path,
            chosen_sha256,
            chosen_status,
            chosen_published,
            chosen_figure_count,
            role_reason,
            figure_count
        )
    from {{ ref('int_reports_ranked') }}
    where choice_rank = 1
)

select
    chosen.*,
    make_date(chosen.year + 1, deadlines.due_month, deadlines.due_day) as due_date,
    chosen.published
    <= make_date(chosen.year + 1, deadlines.due_month, deadlines.due_day) as is_on_time
from chosen
left join {{ ref('reporting_deadlines') }} as deadlines
    on coalesce(chosen.kind, 'other') = deadlines.kind
