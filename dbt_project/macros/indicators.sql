{#- The value of an indicator that is not withheld: a count or amount as it is, else a ratio. -#}
{% macro indicator_value() -%}
    case
        when withheld_reason is not null then null
        when has_denominator then {{ ratio('numerator', 'denominator') }}
        else cast(numerator as decimal(20, 6))
    end
{%- endmacro %}

{#- The columns that compare an indicator with the year before (`this_year`, `last_year`). Two years
    compare only where `is_same` holds (same formula; for regions the same agencies). A growth ratio
    over a small base says nothing and is NULL, as any rate is. -#}
{% macro compared_columns(is_same) -%}
    {%- set is_comparable -%}
        coalesce(
            {{ is_same }}
            and this_year.numerator is not null
            and last_year.numerator is not null,
            false
        )
    {%- endset -%}
    last_year.value as previous_value,
    last_year.numerator as previous_numerator,
    last_year.denominator as previous_denominator,
    cast(
        case when {{ is_comparable }} then this_year.value - last_year.value end as decimal(20, 6)
    ) as change,
    case
        when
            {{ is_comparable }}
            and not this_year.has_denominator
            and last_year.value >= {{ var('smallest_denominator') }}
            then {{ ratio('(this_year.value - last_year.value)', 'last_year.value') }}
    end as change_ratio,
    {{ is_comparable }} as is_comparable
{%- endmacro %}
