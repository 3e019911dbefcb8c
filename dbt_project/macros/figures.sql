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
