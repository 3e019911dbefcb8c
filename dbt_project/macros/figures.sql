{#- One word for what a figure is; see the column `mark` of fct_figures. -#}
{% macro figure_mark(state, basis, is_approximate) -%}
    case
        when {{ state }} <> 'number' then {{ state }}
        when {{ basis }} = 'inferred' and {{ is_approximate }} then 'inferred_approximate'
        when {{ basis }} = 'inferred' then 'inferred'
        when {{ is_approximate }} then 'approximate'
        else 'stated'
    end
{%- endmacro %}

{#- Sum of figures where a blank counts as 0: NULL if every part is blank, and NULL if any part is
    unreadable, for then the sum is not known. -#}
{% macro honest_sum(value, unreadable_parts) -%}
    case
        when sum({{ unreadable_parts }}) > 0 then null
        else cast(sum({{ value }}) as decimal(20, 4))
    end
{%- endmacro %}

{#- How many of the parts have one of these marks. -#}
{% macro count_marks(mark, marks) -%}
    count(*) filter (where {{ mark }} in ('{{ marks | join("', '") }}'))
{%- endmacro %}

{#- Two columns of a wide fact: the figure under this column code, and its mark (`absent` where the
    page has no such cell). -#}
{% macro figure_columns(column_code, is_count=true) -%}
    {%- set value = "max(case when column_code = '" ~ column_code ~ "' then value end)" -%}
    {%- set mark = "max(case when column_code = '" ~ column_code ~ "' then mark end)" -%}
    {% if is_count %}{{ whole_count(value) }}{% else %}{{ value }}{% endif %} as {{ column_code }},
    coalesce({% if is_count %}{{ whole_count_mark(value, mark) }}{% else %}{{ mark }}{% endif %},
        'absent') as {{ column_code }}_mark
{%- endmacro %}

{#- A printed label without the long explanation that some rows carry in brackets at their end. -#}
{% macro plain_label(label) -%}
    regexp_replace({{ label }}, '（[^（）]{6,}）$', '')
{%- endmacro %}

{#- Sums of figures of several reports, with what each rests on: aggregates over the rows of
    int_figures_accepted under this alias, grouped by their cell. -#}
{% macro sums_of_figures(figures) -%}
    count(*) as used_count,
    {{ honest_sum(
        figures ~ '.value', "case when " ~ figures ~ ".mark = 'unreadable' then 1 else 0 end"
    ) }} as total,
    {{ count_marks(figures ~ '.mark', ['blank']) }} as blank_parts,
    {{ count_marks(figures ~ '.mark', ['not_applicable']) }} as not_applicable_parts,
    {{ count_marks(figures ~ '.mark', ['inferred', 'inferred_approximate']) }} as inferred_parts,
    {{ count_marks(figures ~ '.mark', ['approximate', 'inferred_approximate']) }}
        as approximate_parts,
    {{ count_marks(figures ~ '.mark', ['unreadable']) }} as unreadable_parts,
    {{ count_marks(figures ~ '.basis', ['corrected']) }} as corrected_parts
{%- endmacro %}

{#- Value, withheld_reason and mark of a sum made by sums_of_figures. -#}
{% macro sum_and_mark(sums) -%}
    case when {{ sums }}.column_code <> 'percent' then {{ sums }}.total end as value,
    case
        when {{ sums }}.column_code = 'percent' then '百分比不能相加'
        when {{ sums }}.unreadable_parts > 0
            then concat({{ sums }}.unreadable_parts, ' 处数字无法辨认，不作合计')
        when {{ sums }}.total is null then '所采用的报告中这一项均为空白'
    end as withheld_reason,
    case
        when {{ sums }}.unreadable_parts > 0 then 'unreadable'
        when {{ sums }}.total is null or {{ sums }}.column_code = 'percent' then 'blank'
        when {{ sums }}.inferred_parts > 0 and {{ sums }}.approximate_parts > 0
            then 'inferred_approximate'
        when {{ sums }}.inferred_parts > 0 then 'inferred'
        when {{ sums }}.approximate_parts > 0 then 'approximate'
        when {{ sums }}.corrected_parts > 0 then 'corrected'
        else 'stated'
    end as mark
{%- endmacro %}

{#- The counts of sums_of_figures that say what a sum rests on. -#}
{% macro sum_parts(sums) -%}
    {{ sums }}.blank_parts,
    {{ sums }}.not_applicable_parts,
    {{ sums }}.inferred_parts,
    {{ sums }}.approximate_parts,
    {{ sums }}.unreadable_parts,
    {{ sums }}.corrected_parts
{%- endmacro %}
