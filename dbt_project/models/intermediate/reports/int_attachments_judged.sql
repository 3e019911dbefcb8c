{{ config(materialized='table') }}
-- Whether a page and the file that lies beside it as its attachment are one report. Agency, region
-- and year are those of the page; what it does not tell, its attachments may, where they agree.
-- An attachment that says otherwise stays a report of its own, and so does one that names nobody
-- and prints mostly other figures than the page or another attachment: whose they are nobody knows.
with counted as (
    select
        *,
        count(*) over (partition by document_path) as report_count
    from {{ ref('int_reports_identified') }}
),

pairs as (
    select
        attachments.document_path,
        attachments.page_path,
        attachments.rule,
        files.report_count > 1 or pages.report_count > 1 as is_of_several,
        files.agency,
        files.agency_id,
        files.region_code,
        files.year,
        pages.agency as page_agency,
        pages.agency_id as page_agency_id,
        pages.region_code as page_region_code,
        pages.year as page_year
    from {{ ref('stg_attachments') }} as attachments
    inner join counted as files
        on attachments.document_path = files.document_path
    inner join counted as pages
        on attachments.page_path = pages.document_path
    where files.report_no = 1 and pages.report_no = 1
),

agreed as (
    select
        page_path,
        case when count(distinct agency_id) = 1 then max(agency) end as agency,
        case when count(distinct agency_id) = 1 then max(agency_id) end as agency_id,
        case when count(distinct agency_id) = 1
                then max(region_code) filter (where agency is not null)
        end as region_code,
        case when count(distinct agency_id) = 1
                then min(document_path) filter (where agency is not null)
        end as agency_from,
        case when count(distinct year) = 1 then max(year) end as year
    from pairs
    where not is_of_several
    group by page_path
),

-- With the document, page or another attachment, that it agrees with least.
compared as (
    select
        page_path,
        document_path,
        other_path,
        count(*) as figures_in_both,
        count(*) filter (where is_different) as figures_different
    from {{ ref('int_attachment_cells_compared') }}
    group by page_path, document_path, other_path
    qualify
        row_number() over (
            partition by page_path, document_path
            order by
                figures_different * 2 > figures_in_both desc,
                other_path = page_path desc,
                other_path
        ) = 1
),

told as (
    select
        pairs.*,
        coalesce(pairs.page_agency, agreed.agency) as told_agency,
        coalesce(pairs.page_agency_id, agreed.agency_id) as told_agency_id,
        case when pairs.page_agency is null then agreed.region_code else pairs.page_region_code end
            as told_region_code,
        case when pairs.page_agency is null then agreed.agency_from end as agency_from,
        coalesce(pairs.page_year, agreed.year) as told_year,
        compared.other_path,
        coalesce(compared.figures_in_both, 0) as figures_in_both,
        coalesce(compared.figures_different, 0) as figures_different
    from pairs
    left join agreed
        on pairs.page_path = agreed.page_path
    left join compared
        on
            pairs.page_path = compared.page_path
            and pairs.document_path = compared.document_path
),

judged as (
    select
        *,
        case
            when is_of_several then '两个文件之一含有多份报告'
            when told_agency is null or told_year is null
                then '页面没有写明机构或年度，附件也没有一致地写明'
            when agency <> told_agency
                then concat('附件写明的机构是“', agency, '”，页面的是“', told_agency, '”')
            when region_code <> told_region_code or page_region_code <> told_region_code
                then '附件写明的地区与页面的不同'
            when year <> told_year
                then concat('附件写明的年度是 ', year, ' 年，页面的是 ', told_year, ' 年')
            when agency is null and figures_different * 2 > figures_in_both
                then concat(
                        '附件没有写明机构，与“', other_path, '”都有的 ', figures_in_both, ' 个数字中有 ',
                        figures_different, ' 个不同'
                    )
        end as obstacle
    from told
)

select
    document_path,
    page_path,
    rule,
    told_agency_id as agency_id,
    told_year as year,
    agency_from,
    obstacle,
    obstacle is null as is_joined,
    -- a page that names nobody contradicts nothing; that it names nobody is a finding of its own
    obstacle is not null and told_agency is not null and told_year is not null as is_contradiction
from judged
