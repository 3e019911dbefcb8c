{{ config(meta={'dagster': {'ref': {'name': 'fct_figures'}}}) }}
-- Each cell of an accepted report stands in exactly the one fact that seed figure_rows names, with
-- the same value and mark; and no fact holds a figure that no cell does. Guards against a column
-- that a new form brings and no fact knows.
with in_facts as (
    select
        agency_id,
        year,
        request_code as row_code,
        applicant_code as column_code,
        cast(request_count as decimal(20, 4)) as value,
        mark
    from {{ untested_rows(ref('fct_requests')) }}
    union all
    select
        agency_id,
        year,
        disposition_code as row_code,
        applicant_code as column_code,
        cast(request_count as decimal(20, 4)) as value,
        mark
    from {{ untested_rows(ref('fct_dispositions')) }}
    union all
    select
        agency_id,
        year,
        proceeding_code as row_code,
        outcome_code as column_code,
        cast(case_count as decimal(20, 4)) as value,
        mark
    from {{ untested_rows(ref('fct_reviews')) }}
    {%- for fact, row_code, columns in [
        ('fct_enforcement', 'enforcement_code', ['items_last_year', 'items_change', 'decisions']),
        (
            'fct_documents',
            'document_code',
            ['made', 'disclosed', 'total_public', 'issued', 'repealed', 'in_force'],
        ),
        ('fct_procurement', "'proactive.procurement'", ['projects', 'amount_yuan']),
        ('fct_fees', "'proactive.fees'", ['items_last_year', 'items_change', 'amount_yuan']),
    ] %}
        {%- for column in columns %}
            union all
            select
                agency_id,
                year,
                {{ row_code }} as row_code,
                '{{ column }}' as column_code,
                cast({{ column }} as decimal(20, 4)) as value,
                {{ column }}_mark as mark
            from {{ untested_rows(ref(fact)) }}
            where {{ column }}_mark <> 'absent'
        {%- endfor %}
    {%- endfor %}
),

expected as (
    select
        figures.agency_id,
        figures.year,
        figures.row_code,
        figures.column_code,
        case
            when figures.column_code = 'amount_yuan' or figures.value = trunc(figures.value)
                then figures.value
        end as value,
        case
            when figures.column_code <> 'amount_yuan' and figures.value <> trunc(figures.value)
                then 'unreadable'
            else figures.mark
        end as mark
    from {{ untested_rows(ref('fct_figures')) }} as figures
    left join {{ ref('figure_rows') }} as figure_rows
        on figures.row_code = figure_rows.row_code
    where coalesce(figure_rows.fact, '') <> 'fct_figures'
)

select
    coalesce(expected.agency_id, in_facts.agency_id) as agency_id,
    coalesce(expected.year, in_facts.year) as year,
    coalesce(expected.row_code, in_facts.row_code) as row_code,
    coalesce(expected.column_code, in_facts.column_code) as column_code,
    expected.mark as mark_expected,
    in_facts.mark as mark_in_facts,
    expected.value as value_expected,
    in_facts.value as value_in_facts
from expected
full outer join in_facts
    on
        expected.agency_id = in_facts.agency_id
        and expected.year = in_facts.year
        and expected.row_code = in_facts.row_code
        and expected.column_code = in_facts.column_code
where
    coalesce(expected.mark, 'no such figure') <> coalesce(in_facts.mark, 'no such figure')
    or expected.value <> in_facts.value
    or (expected.value is null) <> (in_facts.value is null)
