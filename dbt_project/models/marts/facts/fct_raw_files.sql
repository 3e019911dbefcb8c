-- Every file under raw/ and what became of it. A file with several reports goes by the one that was
-- used, else by its first; an attachment goes by its page.
with reports as (
    select
        joined.document_path,
        joined.document_path as page_path,
        joined.agency_id,
        joined.agency,
        joined.year,
        joined.attachment_count,
        ranked.choice_rank,
        ranked.chosen_path,
        ranked.role_reason
    from {{ ref('int_reports_joined') }} as joined
    left join {{ ref('int_reports_ranked') }} as ranked
        on
            joined.document_path = ranked.document_path
            and joined.report_no = ranked.report_no
    qualify
        row_number() over (
            partition by joined.document_path
            order by ranked.choice_rank = 1 desc nulls last, joined.report_no
        ) = 1
),

taken as (
    select
        tables.source_path,
        string_agg(distinct labels.table_label, '、' order by labels.table_label) as table_labels
    from {{ ref('int_tables_joined') }} as tables
    left join {{ ref('stg_form_cells') }} as labels
        on
            tables.form = labels.form
            and tables.table_name = labels.table_name
    where tables.source_path <> tables.document_path
    group by tables.source_path
),

files as (
    select * from reports
    union all by name
    select
        judged.document_path,
        pages.page_path,
        pages.agency_id,
        pages.agency,
        pages.year,
        pages.choice_rank,
        pages.chosen_path,
        concat(
            '是“', judged.page_path, '”的附件，',
            coalesce('采用其中的表格：' || taken.table_labels, '其中没有比页面读得更全的表格')
        ) as role_reason
    from {{ ref('int_attachments_judged') }} as judged
    inner join reports as pages
        on judged.page_path = pages.document_path
    left join taken
        on judged.document_path = taken.source_path
    where judged.is_joined
)

select
    documents.document_path,
    documents.sha256,
    documents.size_bytes,
    documents.format,
    documents.status,
    documents.reason,
    case when files.year is not null then files.agency_id end as agency_id,
    files.agency,
    files.year,
    case
        when documents.status = 'rejected' then 'rejected'
        when files.choice_rank is null then 'unidentified'
        when files.choice_rank > 1 then 'superseded'
        when files.page_path <> files.document_path then 'attached'
        else 'used'
    end as role,
    case when files.page_path <> files.document_path then files.page_path end as attached_to,
    case when files.choice_rank > 1 then files.chosen_path end as superseded_by,
    concat(
        case
            when documents.status = 'rejected'
                then concat('未采用：', coalesce(documents.reason, '无法读取'))
            when files.document_path is null then '文件中没有找到报告'
            when files.agency is null and files.year is null then '不能确定报告的机构和年度'
            when files.agency is null then '不能确定报告的机构'
            when files.year is null then '不能确定报告的年度'
            else files.role_reason
        end,
        '；与 ' || nullif(files.attachment_count, 0) || ' 个附件合为一份报告',
        '；没有并入“' || judged.page_path || '”：' || judged.obstacle
    ) as role_reason
from {{ ref('stg_documents') }} as documents
left join files
    on documents.document_path = files.document_path
left join {{ ref('int_attachments_judged') }} as judged
    on documents.document_path = judged.document_path
