-- What the yml files declare of every mart, with its Chinese names; contracts make sure that it is
-- what the tables have.
with declared as (
    {{ declared_columns() }}
)

select
    declared.table_name,
    tables.table_label,
    tables.definition as table_definition,
    cast(declared.column_position as integer) as column_position,
    declared.column_name,
    coalesce(own.column_label, common.column_label) as column_label,
    coalesce(own.definition, common.definition) as definition,
    upper(declared.data_type) as data_type
from declared
left join {{ ref('table_labels') }} as tables
    on declared.table_name = tables.table_name
left join {{ ref('column_labels') }} as own
    on
        declared.column_name = own.column_name
        and declared.table_name = own.table_name
left join {{ ref('column_labels') }} as common
    on
        declared.column_name = common.column_name
        and common.table_name = 'all'
