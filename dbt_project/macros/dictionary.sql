{#- A relation of what the yml files declare of every mart: table_name, column_position,
    column_name, data_type. -#}
{% macro declared_columns() -%}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values()
            if node.resource_type == 'model' and node.fqn[1] == 'marts' -%}
            {%- for column in node.columns.values() -%}
                {%- do columns.append((node.name, loop.index, column.name, column.data_type)) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for table_name, position, column_name, data_type in columns | sort -%}
        select
            '{{ table_name }}' as table_name,
            {{ position }} as column_position,
            '{{ column_name }}' as column_name,
            '{{ data_type }}' as data_type
        {{ 'union all ' if not loop.last }}
    {%- else -%}
        select
            '' as table_name,
            0 as column_position,
            '' as column_name,
            '' as data_type
        where false
    {%- endfor -%}
{%- endmacro %}
