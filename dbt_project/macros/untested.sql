{#- What a generic test looks at in a build: rows that no test has passed on yet. Those are, of a
    model built by year (or of a view over it: meta `years_of`), of some years, and of what is read
    of documents, of some documents. A key that holds across years, and a reference, are tested on
    all rows, and so is everything outside a build. -#}
{% macro duckdb__get_where_subquery(relation) -%}
    {%- set wheres = [config.get('where'), untested()] | select | join(' and ') -%}
    {%- if wheres -%}
        {{ return('(select * from ' ~ relation ~ ' where ' ~ wheres ~ ') as tested') }}
    {%- endif -%}
    {{ return(relation) }}
{%- endmacro %}

{% macro untested() -%}
    {%- if not execute or flags.WHICH != 'build' or model.resource_type != 'test' -%}
        {{ return('') }}
    {%- endif -%}
    {%- set source = model.depends_on.nodes[0] -%}
    {%- set of = graph.nodes.get(model.attached_node) or graph.sources[source] -%}
    {%- set test = model.test_metadata -%}
    {%- set is_row_by_row = test.name in ('filled', 'one_of') -%}
    {%- set keys = test.kwargs.columns if test.name == 'key' else [] -%}
    {%- set has_years = of.config.materialized == 'by_year' or of.config.meta.years_of -%}
    {%- if of.config.meta.is_of_documents and (is_row_by_row or 'path' in keys) -%}
        {{ return('path in (select path from state.untested_documents)') }}
    {%- elif has_years and (is_row_by_row or 'year' in keys) -%}
        {{ return('year in (' ~ untested_years(of) ~ ')') }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}

{#- The years of a model that no test has passed on since they were built, listed: a list reaches
    the scan of a table, a subquery does not. Of a view also so many years on (`years_before`). -#}
{% macro untested_years(of) -%}
    {%- set name = of.config.meta.years_of or of.name -%}
    {%- set after = of.config.meta.get('years_before', 0) if of.config.meta.years_of else 0 -%}
    {%- set found = run_query(
        'select distinct year + after from state.years_built, range(' ~ after
        ~ " + 1) as of (after) where model = '" ~ name ~ "' and not is_tested"
    ) -%}
    {{ return(([0] + found.columns[0].values() | list) | join(', ')) }}
{%- endmacro %}

{#- For a test over several models built by year: the rows of one of them, of the years on which in
    any such model no test has passed yet. -#}
{% macro untested_rows(relation) -%}
    {%- if execute and flags.WHICH == 'build' -%}
        (select * from {{ relation }} where year in (
            select year from state.years_built where not is_tested
        ))
    {%- else -%}
        {{ relation }}
    {%- endif -%}
{%- endmacro %}

{#- Before a run: the tables of schema `state`. -#}
{% macro create_state() -%}
    create schema if not exists state;
    create table if not exists state.untested_documents (path varchar);
    create table if not exists state.year_inputs (
        model varchar, year integer, fingerprint varchar
    );
    create table if not exists state.years_built (
        model varchar, year integer, fingerprint varchar, is_tested boolean
    );
{%- endmacro %}
