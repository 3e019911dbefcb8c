{{ config(materialized='table') }}
-- The declared choice among several reports of one agency and year (copies that do not lie
-- together, a corrected version):
--   1. one that was read fully over one read in part;
--   2. among the fully read, the one published last, for a correction replaces what it corrects
--      even if it holds fewer figures (no date of publication stands last);
--   3. more figures;
--   4. among those read in part, the one published last;
--   5. the path that sorts last, and in it the first report.
with ranked as (
    select
        *,
        row_number() over same_report as choice_rank,
        count(*) over (partition by agency_id, year) as document_count,
        first_value(document_path) over same_report as chosen_path,
        first_value(sha256) over same_report as chosen_sha256,
        first_value(status) over same_report as chosen_status,
        first_value(published) over same_report as chosen_published,
        first_value(figure_count) over same_report as chosen_figure_count
    from {{ ref('int_reports_joined') }}
    where
        agency_id is not null
        and year is not null
        and status in ('read', 'partial')
    window same_report as (
        partition by agency_id, year
        order by
            status = 'read' desc,
            case when status = 'read' then published end desc nulls last,
            figure_count desc,
            published desc nulls last,
            document_path desc,
            report_no asc
    )
)

select
    *,
    case
        when choice_rank = 1 and document_count = 1 then '本机构本年度唯一的报告'
        when choice_rank = 1
            then concat('本机构本年度共有 ', document_count, ' 份报告，按规则采用这一份')
        when document_path = chosen_path then '同一文件中的另一份报告已被采用'
        when sha256 = chosen_sha256 then '与采用的文件内容完全相同'
        when status <> chosen_status then '这一份只读出一部分，采用的文件已完整读出'
        when status = 'read' and published is null and chosen_published is not null
            then '采用的文件载有公布日期，这一份没有'
        when status = 'read' and published < chosen_published
            then concat('采用的文件公布较晚（', chosen_published, '，这一份为 ', published, '）')
        when figure_count < chosen_figure_count
            then concat('采用的文件读出的数字较多（', chosen_figure_count, ' 个，这一份 ', figure_count, ' 个）')
        when published = chosen_published or chosen_published is null
            then '两份的状态、公布日期和数字个数都相同，采用路径排序靠后的一份'
        else '数字个数相同，采用的文件公布较晚'
    end as role_reason
from ranked
