-- attachment_conflict: a file that lies beside a page as its attachment but is not joined to it.
-- attachment_figures: a page and its attachment print different figures in the same cell.
with conflicts as (
    select
        ranked.agency_id,
        ranked.year,
        'attachment_conflict' as check_id,
        concat(
            '“', judged.document_path, '”按文件名是本报告的附件，没有并入：', judged.obstacle
        ) as message,
        judged.document_path
    from {{ ref('int_attachments_judged') }} as judged
    inner join {{ ref('int_reports_ranked') }} as ranked
        on
            judged.page_path = ranked.document_path
            and ranked.choice_rank = 1
    where judged.is_contradiction
    qualify row_number() over (partition by judged.document_path order by ranked.report_no) = 1
),

members as (
    select
        page_path,
        document_path
    from {{ ref('int_attachments_judged') }}
    where is_joined
    union
    select
        page_path,
        page_path as document_path
    from {{ ref('int_attachments_judged') }}
    where is_joined
),

differing as (
    select
        figures.agency_id,
        figures.year,
        figures.table_name,
        figures.table_label,
        figures.row_label,
        figures.column_label,
        figures.line_no,
        figures.column_no,
        figures.document_path,
        compared.other_path,
        compared.value,
        compared.other_value,
        compared.place as places
    from {{ ref('int_attachment_cells_compared') }} as compared
    inner join members as others
        on
            compared.page_path = others.page_path
            and compared.other_path = others.document_path
    inner join members
        on
            compared.page_path = members.page_path
            and compared.document_path = members.document_path
    inner join {{ ref('int_reports_accepted') }} as reports
        on compared.page_path = reports.document_path
    inner join {{ ref('int_figures_accepted') }} as figures
        on
            reports.agency_id = figures.agency_id
            and reports.year = figures.year
            and compared.document_path = figures.document_path
            and compared.row_code = figures.row_code
            and compared.column_code = figures.column_code
    where compared.is_different
)

select
    conflicts.agency_id,
    conflicts.year,
    conflicts.check_id,
    null as table_name,
    null as table_label,
    null as row_label,
    null as column_label,
    null as left_value,
    null as right_value,
    null as difference,
    conflicts.message,
    conflicts.document_path,
    documents.sha256,
    null as places,
    conflicts.document_path as ordering
from conflicts
inner join {{ ref('stg_documents') }} as documents
    on conflicts.document_path = documents.document_path
union all by name
select
    differing.agency_id,
    differing.year,
    'attachment_figures' as check_id,
    differing.table_name,
    differing.table_label,
    differing.row_label,
    differing.column_label,
    differing.value as left_value,
    differing.other_value as right_value,
    differing.value - differing.other_value as difference,
    concat(
        concat_ws(
            '，',
            differing.table_label,
            nullif({{ plain_label('differing.row_label') }}, ''),
            differing.column_label
        ),
        '：采用的“', differing.document_path, '”为 ',
        coalesce({{ figure_text('differing.value') }}, '空白'),
        '，“', differing.other_path, '”为 ',
        coalesce({{ figure_text('differing.other_value') }}, '空白')
    ) as message,
    differing.document_path,
    documents.sha256,
    differing.places,
    format(
        '{:06d}.{:04d}.{}',
        coalesce(differing.line_no, 0), coalesce(differing.column_no, 0), differing.other_path
    ) as ordering
from differing
inner join {{ ref('stg_documents') }} as documents
    on differing.document_path = documents.document_path
