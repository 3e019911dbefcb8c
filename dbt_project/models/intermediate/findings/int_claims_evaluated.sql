{{ config(materialized='by_year') }}
{%- set years = changed_years() -%}
-- Every count that the prose of an accepted report states, against the figures of that report.
-- A count may mean one of several sums (收到 with or without 上年结转), and holds where any is met.
-- A blank operand counts as 0; where a sum is unreadable or not on the page, or all are blank,
-- nothing is said. Where the prose states a thing twice, and once as the table has it,
-- the other is no finding.
with claims as (
    select
        sources.agency_id,
        sources.year,
        sources.document_path,
        sources.sha256,
        sources.is_attachment,
        claims.claim_no,
        claims.subject,
        claims.stated_count,
        claims.stated_year,
        claims.reason,
        claims.phrase,
        claims.sentence,
        claims.place,
        row_number() over (
            partition by sources.agency_id, sources.year
            order by sources.is_attachment, sources.document_path, claims.claim_no
        ) as claim_order
    from {{ ref('stg_claims') }} as claims
    inner join {{ only(years, ref('int_prose_sources_joined')) }} as sources
        on
            claims.document_path = sources.document_path
            and claims.report_no = sources.report_no
),

subjects as (
    select distinct
        agency_id,
        year,
        subject
    from claims
    where reason is null
),

needed as (
    select
        form,
        subject,
        sum_no,
        any_value(sum_name) as sum_name,
        any_value(table_name) as table_name,
        any_value(row_label) as row_label,
        any_value(column_label) as column_label,
        count(*) as operand_count
    from {{ ref('stg_claim_sums') }}
    group by form, subject, sum_no
),

summed as (
    select
        figures.agency_id,
        figures.year,
        sums.form,
        sums.subject,
        sums.sum_no,
        coalesce(sum(figures.value), 0) as sum_value,
        count(*) as found_operands,
        count(figures.value) as number_operands,
        {{ count_marks('figures.state', ['blank', 'not_applicable']) }} as blank_operands,
        {{ count_marks('figures.state', ['unreadable']) }} as unreadable_operands,
        any_value(figures.table_label) filter (
            where figures.table_name = sums.table_name
        ) as table_label,
        string_agg(
            figures.place, '；'
            order by figures.line_no, figures.column_no
        ) as places
    from {{ only(years, ref('int_figures_accepted')) }} as figures
    inner join {{ ref('stg_claim_sums') }} as sums
        on
            figures.form = sums.form
            and figures.row_code = sums.row_code
            and figures.column_code = sums.column_code
    inner join subjects
        on
            figures.agency_id = subjects.agency_id
            and figures.year = subjects.year
            and sums.subject = subjects.subject
    group by figures.agency_id, figures.year, sums.form, sums.subject, sums.sum_no
),

compared as (
    select
        claims.agency_id,
        claims.year,
        claims.claim_order,
        any_value(summed.form) as form,
        bool_or(
            summed.found_operands = needed.operand_count
            and summed.unreadable_operands = 0
            and summed.sum_value = claims.stated_count
        ) as is_met,
        bool_or(summed.found_operands < needed.operand_count) as is_incomplete,
        bool_or(summed.unreadable_operands > 0) as is_unreadable,
        sum(summed.number_operands) = 0 as is_all_blank,
        any_value(summed.sum_value) filter (where summed.sum_no = 1) as table_value,
        any_value(summed.blank_operands) filter (where summed.sum_no = 1) as blank_operands,
        any_value(summed.places) filter (where summed.sum_no = 1) as figure_places,
        any_value(summed.table_label) filter (where summed.sum_no = 1) as table_label,
        any_value(needed.table_name) filter (where summed.sum_no = 1) as table_name,
        any_value(needed.row_label) filter (where summed.sum_no = 1) as row_label,
        any_value(needed.column_label) filter (where summed.sum_no = 1) as column_label,
        string_agg(
            concat(needed.sum_name, '为 ', {{ figure_text('summed.sum_value') }}), '，'
            order by summed.sum_no
        ) filter (where needed.sum_name is not null) as other_sums
    from claims
    inner join summed
        on
            claims.agency_id = summed.agency_id
            and claims.year = summed.year
            and claims.subject = summed.subject
    inner join needed
        on
            summed.form = needed.form
            and summed.subject = needed.subject
            and summed.sum_no = needed.sum_no
    where claims.reason is null
    group by claims.agency_id, claims.year, claims.claim_order
    -- tables of two forms in one report: whose rows are meant is not known
    having count(distinct summed.form) = 1
)

select
    claims.*,
    compared.form,
    compared.table_value,
    compared.blank_operands,
    compared.figure_places,
    compared.table_label,
    compared.table_name,
    compared.row_label,
    compared.column_label,
    compared.other_sums,
    case
        when claims.reason is not null then 'not_comparable'
        when compared.claim_order is null then 'incomplete'
        when compared.is_met then 'holds'
        when compared.is_incomplete then 'incomplete'
        when compared.is_unreadable then 'unreadable'
        when compared.is_all_blank then 'all_blank'
        when bool_or(compared.is_met) over same_subject then 'stated_otherwise'
        else 'breaks'
    end as outcome
from claims
left join compared
    on
        claims.agency_id = compared.agency_id
        and claims.year = compared.year
        and claims.claim_order = compared.claim_order
window same_subject as (partition by claims.agency_id, claims.year, claims.subject)
