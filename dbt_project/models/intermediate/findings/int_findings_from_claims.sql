-- Counts in the prose that the report's own table does not have, each once, with its sentence.
select
    agency_id,
    year,
    'narrative_agrees' as check_id,
    table_name,
    table_label,
    row_label,
    column_label,
    cast(stated_count as decimal(20, 4)) as left_value,
    cast(table_value as decimal(20, 4)) as right_value,
    cast(stated_count - table_value as decimal(20, 4)) as difference,
    blank_operands,
    concat(
        '正文写“', phrase, '”，', table_label, '，', {{ plain_label('row_label') }}, '，',
        column_label, '为 ', {{ figure_text('table_value') }},
        '，相差 ', {{ figure_text('abs(stated_count - table_value)') }},
        case
            when other_sums is not null then concat('（', other_sums, '，也不相同）')
        end,
        case
            when blank_operands > 0
                then concat('（其中 ', blank_operands, ' 处空白或不适用按 0 计）')
        end,
        '。原句（正文', place, '）：「', sentence, '」'
    ) as message,
    document_path,
    sha256,
    concat('正文', place, '；', figure_places) as places,
    format('{:06d}', claim_order) as ordering
from {{ ref('int_claims_evaluated') }}
where outcome = 'breaks'
qualify
    row_number() over (
        partition by agency_id, year, subject, stated_count
        order by claim_order
    ) = 1
