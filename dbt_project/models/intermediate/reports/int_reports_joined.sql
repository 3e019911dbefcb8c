{{ config(materialized='table') }}
-- Every report once: a page and the attachments that belong to it are one, which bears the page's
-- name, path and day of publication. Its status is told anew from the tables that they have between
-- them; a report in one document keeps the reader's.
with groups as (
    select
        page_path,
        any_value(agency_id) as agency_id,
        any_value(year) as year,
        any_value(agency_from) as agency_from,
        count(*) as attachment_count
    from {{ ref('int_attachments_judged') }}
    where is_joined
    group by page_path
),

tables as (
    select
        document_path,
        report_no,
        max(case when table_name = 'proactive' then form end) as form_proactive,
        max(case when table_name = 'requests' then form end) as form_requests,
        max(case when table_name = 'reviews' then form end) as form_reviews,
        cast(sum(figure_count) as bigint) as figure_count,
        cast(sum(unread_rows) as bigint) as unread_rows,
        cast(sum(unreadable_count) as bigint) as unreadable_count
    from {{ ref('int_tables_joined') }}
    group by document_path, report_no
),

joined as (
    select
        pages.document_path,
        case
            when tables.document_path is null then '只有文字，没有可读的表格'
            else '缺表：' || nullif(
                    concat_ws(
                        '、',
                        case when tables.form_proactive is null then '主动公开政府信息情况' end,
                        case when tables.form_requests is null then '收到和处理政府信息公开申请情况' end,
                        case when tables.form_reviews is null then '政府信息公开行政复议、行政诉讼情况' end
                    ),
                    ''
                )
        end as missing,
        '有 ' || nullif(tables.unread_rows, 0) || ' 处表头或行未读懂' as unread,
        '有 ' || nullif(tables.unreadable_count, 0) || ' 格的数字不能确定' as unreadable,
        nullif(concat_ws('；', missing, unread, unreadable), '') as reason
    from groups
    inner join {{ ref('int_reports_identified') }} as pages
        on groups.page_path = pages.document_path
    left join tables
        on pages.document_path = tables.document_path
)

select
    pages.document_path,
    pages.report_no,
    case
        when joined.document_path is null then pages.status
        when joined.reason is null then 'read'
        else 'partial'
    end as status,
    case when joined.document_path is null then pages.reason else joined.reason end as reason,
    coalesce(pages.title, named.title) as title,
    coalesce(named.agency, pages.agency) as agency,
    coalesce(groups.agency_id, pages.agency_id) as agency_id,
    coalesce(groups.year, pages.year) as year,
    {%- for field in ['province', 'city', 'county', 'region_code', 'level', 'kind', 'scope'] %}
        case when named.agency is null then pages.{{ field }} else named.{{ field }} end
            as {{ field }},
    {%- endfor %}
    pages.published,
    {%- for table_name in ['proactive', 'requests', 'reviews'] %}
        case
            when joined.document_path is null then pages.form_{{ table_name }}
            else tables.form_{{ table_name }}
        end as form_{{ table_name }},
    {%- endfor %}
    pages.sha256,
    coalesce(tables.figure_count, 0) as figure_count,
    coalesce(groups.attachment_count, 0) as attachment_count
from {{ ref('int_reports_identified') }} as pages
left join {{ ref('int_attachments_judged') }} as attached
    on
        pages.document_path = attached.document_path
        and attached.is_joined
left join groups
    on pages.document_path = groups.page_path
left join {{ ref('int_reports_identified') }} as named
    on groups.agency_from = named.document_path
left join joined
    on pages.document_path = joined.document_path
left join tables
    on
        pages.document_path = tables.document_path
        and pages.report_no = tables.report_no
where attached.document_path is null
