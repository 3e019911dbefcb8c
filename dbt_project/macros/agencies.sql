{#- The key of an agency: its region's code and its full name. -#}
{% macro agency_key(region_code, agency) -%}
    left(md5(concat({{ region_code }}, '|', {{ agency }})), 12)
{%- endmacro %}

{#- A development zone's name without its committee: 威海经济技术开发区 of 威海经济技术开发区管理委员会. -#}
{% macro zone_stem(agency) -%}
    regexp_replace({{ agency }}, '(管理委员会|管委会)$', '')
{%- endmacro %}

{#- Whether a stem ends as the names of development zones do; the same words as the reader's. -#}
{% macro is_zone_stem(stem) -%}
    regexp_matches(
        {{ stem }},
        '(开发区|高新区|经开区|新区|示范区|度假区|园区|保税区|保税港区|风景区|风景名胜区|管理区|试验区|'
        || '实验区|合作区|旅游区|工业区|自贸区|新城|产业园|科技园|工业园|物流园)$'
    )
{%- endmacro %}
