-- Reports whose prose is nearly the same agency's last one, with how alike they are.
select
    agency_id,
    year,
    'narrative_copied' as check_id,
    cast(shared_characters as decimal(20, 4)) as left_value,
    cast(characters as decimal(20, 4)) as right_value,
    concat(
        '正文与 ', last_year, ' 年报告几乎相同：不计数字和各单位通用的语句，本年正文 ', characters,
        ' 字，其中 ', shared_characters, ' 字（',
        shared_characters * 100 // characters, '%）所在的句子与 ', last_year, ' 年报告逐字相同'
    ) as message,
    document_path,
    sha256,
    concat('正文；', last_year, ' 年报告：', last_document_path) as places,
    '' as ordering
from {{ ref('int_prose_compared') }}
where outcome = 'breaks'
