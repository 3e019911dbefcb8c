-- Every file under raw/ and what became of it. A file with several reports goes by the one that was
-- used, else by its first.
with readings as (
    select
        identified.document_path,
        identified.agency_id,
        identified.agency,
        identified.year,
        ranked.choice_rank,
        ranked.chosen_path,
        ranked.role_reason
    from {{ ref('int_reports_identified') }} as identified
    left join {{ ref('int_reports_ranked') }} as ranked
        on
            identified.document_path = ranked.document_path
            and identified.report_no = ranked.report_no
    qualify
        row_number() over (
            partition by identified.document_path
            order by ranked.choice_rank = 1 desc nulls last, identified.report_no
        ) = 1
)

select
    documents.document_path,
    documents.sha256,
    documents.size_bytes,
    documents.format,
    documents.status,
    documents.reason,
    case when readings.year is not null then readings.agency_id end as agency_id,
    readings.agency,
    readings.year,
    case
        when documents.status = 'rejected' then 'rejected'
        when readings.choice_rank is null then 'unidentified'
        when readings.choice_rank = 1 then 'used'
        else 'superseded'
    end as role,
    case when readings.choice_rank > 1 then readings.chosen_path end as superseded_by,
    case
        when documents.status = 'rejected'
            then concat('未采用：', coalesce(documents.reason, '无法读取'))
        when readings.document_path is null then '文件中没有找到报告'
        when readings.agency is null and readings.year is null then '不能确定报告的机构和年度'
        when readings.agency is null then '不能确定报告的机构'
        when readings.year is null then '不能确定报告的年度'
        else readings.role_reason
    end as role_reason
from {{ ref('stg_documents') }} as documents
left join readings
    on documents.document_path = readings.document_path
