{% test filled(model, columns) %}
{#- No row is NULL in any of the columns. One test for all such columns of a table, the columns of
    its key aside. -#}
{% for column in columns %}
select '{{ column }}' as column_name, count(*) as occurrences
from {{ model }}
where {{ column }} is null
having count(*) > 0
{{ "union all" if not loop.last }}
{% endfor %}
{% endtest %}
