{% test one_of(model, allowed, nullable=[]) %}
{#- `allowed` names for each column the values it may hold, and nothing else; NULL only where the
    column is listed as nullable. One test for all such columns of a table. -#}
{% for column, values in allowed.items() %}
select '{{ column }}' as column_name, {{ column }} as value, count(*) as occurrences
from {{ model }}
where {{ column }} not in ('{{ values | join("', '") }}')
    {% if column not in nullable %}or {{ column }} is null{% endif %}
group by {{ column }}
{{ "union all" if not loop.last }}
{% endfor %}
{% endtest %}
