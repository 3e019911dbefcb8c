{% test references(model, columns, named_there={}) %}
{#- `columns` names for each column the table that holds its values, in a column of the same name
    unless `named_there` has another. NULL refers to nothing. One test for all references of a
    table. -#}
{% for column, table in columns.items() %}
{%- set there = named_there.get(column, column) %}
select '{{ column }}' as column_name, cast({{ column }} as varchar) as value,
    count(*) as occurrences
from {{ model }}
where {{ column }} is not null
    and {{ column }} not in (select {{ there }} from {{ table }} where {{ there }} is not null)
group by {{ column }}
{{ "union all" if not loop.last }}
{% endfor %}
{% endtest %}
