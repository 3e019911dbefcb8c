{#- Models that are built year by year: rows of a year come from the inputs' rows of that year, so
    that a build makes anew only the years whose inputs are others than in the last one.

    state.year_inputs has for each such model and year a fingerprint of what it is to be made from,
    state.years_built that of what its rows were made from, and whether they were tested since: that
    notes whoever runs all of dbt, when every test has passed. A year is left as it is where the two
    fingerprints agree and it is tested.

    Such a model has `config(materialized='by_year')` and asks with `changed_years` which years to
    build; its large inputs it reads through `only`. Meta `years_before`: its rows of a year also
    depend on so many years before. -#}
{% materialization by_year, adapter='duckdb' %}
    {%- set target = this.incorporate(type='table') -%}
    {%- set is_anew = is_built_anew() -%}
    {{ run_hooks(pre_hooks) }}
    {%- if is_anew -%}
        {{ drop_relation_if_exists(load_cached_relation(this)) }}
        {%- call statement('main') -%}
            {{ create_table_as(False, target, compiled_code) }}
        {%- endcall -%}
        {%- do persist_docs(target, model) -%}
    {%- else -%}
        {%- call statement('main') -%}
            delete from {{ target }} where year not in ({{ unchanged_years() }});
            insert into {{ target }} by name select * from ({{ compiled_code }})
        {%- endcall -%}
    {%- endif -%}
    {%- call statement('remember') -%}
        {{ remember_years(is_anew) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{% macro is_built_anew() -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ return(existing is none or not existing.is_table or should_full_refresh()) }}
{%- endmacro %}

{#- The years that this model has to build; none where that is all of them. -#}
{% macro changed_years() -%}
    {%- set is_run = execute and flags.WHICH in ('run', 'build') -%}
    {%- if not is_run or model.resource_type != 'model' or is_built_anew() -%}
        {{ return(none) }}
    {%- endif -%}
    {%- do run_query(note_year_inputs()) -%}
    {%- set changed = run_query(
        "select year from state.year_inputs where model = '" ~ this.name ~ "' and year not in ("
        ~ unchanged_years() ~ ') order by year'
    ) -%}
    {{ return(changed.columns[0].values() | list) }}
{%- endmacro %}

{#- The rows of a relation of these years, and of so many years before each of them. No row is
    of the year 0: a list must not be empty. -#}
{% macro only(years, relation, years_before=0) -%}
    {%- if years is none -%}
        {{ relation }}
    {%- else -%}
        {%- set wanted = [0] -%}
        {%- for year in years -%}
            {%- for back in range(years_before + 1) -%}
                {%- do wanted.append(year - back) -%}
            {%- endfor -%}
        {%- endfor -%}
        (select * from {{ relation }} where year in ({{ wanted | unique | sort | join(', ') }}))
    {%- endif -%}
{%- endmacro %}

{% macro unchanged_years() -%}
    select year
    from state.year_inputs
    inner join state.years_built using (model, year, fingerprint)
    where model = '{{ this.name }}' and is_tested
{%- endmacro %}

{#- Writes what the rows of a model that was just built are made from. -#}
{% macro remember_years(is_anew) -%}
    {%- if is_anew -%}
        {{ note_year_inputs() }};
    {%- endif -%}
    delete from state.years_built
    where model = '{{ this.name }}'
    {%- if not is_anew %} and year not in ({{ unchanged_years() }}){% endif %};
    insert into state.years_built
    select model, year, fingerprint, false as is_tested
    from state.year_inputs
    where
        model = '{{ this.name }}'
        and year not in (select year from state.years_built where model = '{{ this.name }}')
{%- endmacro %}

{#- Writes what each year of this model is to be made from: of each input that has years the hash of
    the year's rows, of the others that of the whole. -#}
{% macro note_year_inputs() -%}
    {%- set inputs = [] -%}
    {%- set hashes = [] -%}
    {%- do collect_inputs(model.unique_id, inputs) -%}
    {%- for one in inputs -%}
        {%- do hashes.append(hash_of_years(one)) -%}
    {%- endfor -%}
    delete from state.year_inputs where model = '{{ this.name }}';
    insert into state.year_inputs
    with hashed as (
        {{ hashes | join(' union all ') }}
    ),

    of_years as (
        select
            year + back as year,
            string_agg(concat(input, back, '=', fingerprint), ',' order by input, back) as listed
        from hashed, range({{ model.config.meta.get('years_before', 0) }} + 1) as offsets (back)
        where year is not null
        group by 1
    ),

    of_all as (
        select coalesce(string_agg(concat(input, '=', fingerprint), ',' order by input), '') as listed
        from hashed
        where year is null
    )

    select '{{ this.name }}' as model, year, md5(concat(of_years.listed, '|', of_all.listed))
    from of_years, of_all
{%- endmacro %}

{#- One input of a model: year, input, fingerprint; the year is NULL where it has none. -#}
{% macro hash_of_years(one) -%}
    {%- if one.config.materialized == 'by_year' -%}
        select
            year,
            '{{ one.name }}' as input,
            fingerprint
        from state.year_inputs
        where model = '{{ one.name }}'
    {%- else -%}
        select
            {{ 'coalesce(year, 0)' if 'year' in one.columns else 'null' }} as year,
            '{{ one.name }}' as input,
            cast(sum(cast(hash(rows) as hugeint)) as varchar) as fingerprint
        from {{ one.relation_name }} as rows
        group by 1
    {%- endif -%}
{%- endmacro %}

{#- The tables, seeds and sources that a model is made from, straight or by way of views. What is
    read of a document is none of them: its hash, which the models carry, stands for it. -#}
{% macro collect_inputs(unique_id, found) -%}
    {%- for parent in graph.nodes[unique_id].depends_on.nodes -%}
        {%- set node = graph.nodes.get(parent) or graph.sources.get(parent) -%}
        {%- if node.config.materialized == 'view' -%}
            {%- do collect_inputs(parent, found) -%}
        {%- elif node not in found and not node.config.meta.is_of_documents -%}
            {%- do found.append(node) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
