"""A warehouse whose names, messages and printed texts look like markup, scripts, formulas."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.settings import Settings

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script><a href=javascript:alert(3)>局</a>"
FORMULA = '=HYPERLINK("http://x","y")'
MARKDOWN = "[a](javascript:x) **b** :red[c] $x$ ![i](http://x/i.png) :smile: `d`"
NAMES = (IMAGE, SCRIPT, FORMULA, MARKDOWN)
YEAR = 2020

_AGENCIES = f"""
select agency_id from marts.fct_findings
inner join marts.fct_obligations using (agency_id, year)
where year = {YEAR} and is_open and places is not null
group by agency_id order by count(*) desc, agency_id limit 4
"""
_TEXTS = {
    "marts.dim_agencies": ("agency", "short_name"),
    "marts.fct_reports": ("title",),
    "marts.fct_findings": ("message",),
    "marts.fct_figures": ("printed_text", "note"),
    "meta.report_revisions": ("agency", "new_document_path"),
}


def write(province: Settings, home: Path) -> dict[str, str]:
    """Copy the province's published file into `home`, with four agencies spoilt, whose reports have
    findings; their names by id."""
    published = home / province.published.name
    published.write_bytes(province.published.read_bytes())
    with duckdb.connect(str(published)) as con:
        ids = [row[0] for row in con.execute(_AGENCIES).fetchall()]
        spoilt = dict(zip(ids, NAMES, strict=True))
        for agency_id, name in spoilt.items():
            for table, columns in _TEXTS.items():
                for column in columns:
                    con.execute(
                        f"update {table} set {column} = ? where agency_id = ?", [name, agency_id]
                    )
        # a county's name stands in headings and boxes
        con.execute(
            "update marts.dim_regions set region_name = ?, full_name = ? where region_code = ?",
            [MARKDOWN, f"示例省{MARKDOWN}{IMAGE}", _county(con)],
        )
    return spoilt


def _county(con: duckdb.DuckDBPyConnection) -> str:
    [(code,)] = con.execute(
        "select min(region_code) from marts.dim_agencies"
        " where region_code like '99____' and right(region_code, 2) <> '00'"
    ).fetchall()
    return str(code)


def county(published: Path) -> str:
    """The code of the county whose name is spoilt."""
    with duckdb.connect(str(published), read_only=True) as con:
        return _county(con)
