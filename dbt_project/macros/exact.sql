{#- numerator ÷ denominator as DECIMAL(20, 6), rounded half away from zero. DuckDB's `/` gives a
    DOUBLE even for decimals, so the division is one of whole numbers (of 1/10,000). -#}
{% macro ratio(numerator, denominator) -%}
    cast(
        sign({{ numerator }}) * sign({{ denominator }}) * cast(
            (
                2000000 * cast(abs({{ numerator }}) * 10000 as hugeint)
                + cast(abs({{ denominator }}) * 10000 as hugeint)
            ) // nullif(2 * cast(abs({{ denominator }}) * 10000 as hugeint), 0)
            as decimal(26, 0)
        ) * cast(0.000001 as decimal(7, 6))
        as decimal(20, 6)
    )
{%- endmacro %}

{#- A count as BIGINT. A printed number that is no whole number is no count: it is not rounded but
    NULL, and its mark says unreadable; count_is_whole reports it. -#}
{% macro whole_count(value) -%}
    cast(case when {{ value }} = trunc({{ value }}) then {{ value }} end as bigint)
{%- endmacro %}

{#- The mark that goes with whole_count. -#}
{% macro whole_count_mark(value, mark) -%}
    case when {{ value }} <> trunc({{ value }}) then 'unreadable' else {{ mark }} end
{%- endmacro %}

{#- A DECIMAL as an official would write it: 22, 0.5, 68461760.02. -#}
{% macro figure_text(value) -%}
    rtrim(rtrim(cast(cast({{ value }} as decimal(20, 4)) as varchar), '0'), '.')
{%- endmacro %}
