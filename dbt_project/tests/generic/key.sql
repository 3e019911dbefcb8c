{% test key(model, columns, nullable=[]) %}
{#- The columns together tell the rows apart: never twice, and NULL only in those listed as
    nullable, where one NULL is like another. Failing rows name the key. -#}
select {{ columns | join(', ') }}, count(*) as occurrences
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
    or {% for column in columns | reject('in', nullable) -%}
        {{ column }} is null{{ " or " if not loop.last }}
    {%- endfor %}
{% endtest %}
