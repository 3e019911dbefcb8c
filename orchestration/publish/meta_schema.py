"""The tables of schema `meta`: the build, those before it, and what each changed."""

from __future__ import annotations

import duckdb

from orchestration.database import literal

Columns = dict[str, tuple[str, str]]  # name → type, description

_BUILD: Columns = {
    "build_no": ("integer", "Number of the build: one more than the one published before it."),
    "built_at": ("timestamp", "When it was published, in UTC."),
    "code_version": ("varchar", "Release, and hashes of the program and of the models."),
    "reader_version": ("varchar", "Hash of what reads documents: its code, forms and regions."),
    "input_fingerprint": ("varchar", "Hash of everything that the build was made from."),
    "documents": (
        "bigint",
        "Files under raw/; they are listed with their hashes in raw.documents.",
    ),
    "read": ("bigint", "Files read in full."),
    "partial": ("bigint", "Files read in part."),
    "rejected": ("bigint", "Files not used."),
    "figures": ("bigint", "Cells of all documents that hold a number."),
    "findings": ("bigint", "Findings on the reports."),
    "reports": ("bigint", "Reports that count, one for each agency and year."),
    "reports_added": ("bigint", "Reports that the build before did not have."),
    "reports_replaced": (
        "bigint",
        "Reports that come from other documents than in the build before.",
    ),
    "reports_gone": ("bigint", "Reports that only the build before had."),
    "figures_changed": (
        "bigint",
        "Figures, of reports in both builds, that are not what they were.",
    ),
    "is_compared": (
        "boolean",
        "Whether there was an earlier file that changes could be told from.",
    ),
    "note": ("varchar", "Chinese: why the history begins here, or what could not be compared."),
}

_OF_BUILD = ("integer", "Number of the build that made the change; see meta.builds.")
_AGENCY: Columns = {
    "agency_id": ("varchar", "The agency; one that is gone has no row in marts.dim_agencies."),
    "year": ("integer", "The year reported on."),
    "agency": ("varchar", "The agency's full name."),
}
_DOCUMENTS: Columns = {
    "old_document_path": (
        "varchar",
        "The document in the build before; NULL where there was none.",
    ),
    "old_sha256": ("varchar", "SHA-256 of its bytes."),
    "new_document_path": ("varchar", "The document in this build; NULL where there is none."),
    "new_sha256": ("varchar", "SHA-256 of its bytes."),
}


def _state(which: str, when: str) -> Columns:
    return {
        f"{which}_value": ("decimal(20, 4)", f"The figure {when}; NULL without a number."),
        f"{which}_state": ("varchar", f"Its state {when}; NULL where there was no such cell."),
        f"{which}_basis": ("varchar", f"What it stood on {when}: stated, inferred, corrected."),
        f"{which}_mark": ("varchar", f"Its mark {when}, as in marts.fct_figures."),
    }


# Every table, and those that grow: their rows are carried on from file to file.
TABLES: dict[str, tuple[str, Columns]] = {
    "build": ("The build that made this file. One row.", _BUILD),
    "builds": ("Every build that was published, this one included. One row a build.", _BUILD),
    "build_rows": (
        "How many rows each table had in each build.",
        {
            "build_no": ("integer", "Number of the build; see meta.builds."),
            "schema_name": ("varchar", "raw or marts."),
            "table_name": ("varchar", "The table."),
            "row_count": ("bigint", "Its rows."),
        },
    ),
    "report_revisions": (
        "Revision log of reports: one row for each that a build added, replaced or lost. The "
        "first build adds all.",
        {
            "build_no": _OF_BUILD,
            "kind": ("varchar", "added, replaced (other bytes, of an attachment too) or gone."),
            **_AGENCY,
            **_DOCUMENTS,
        },
    ),
    "figure_revisions": (
        "Revision log of figures: one row for each figure that is not what it was, of reports "
        "that both builds have. Figures of added and gone reports are not listed.",
        {
            "build_no": _OF_BUILD,
            **_AGENCY,
            "row_code": ("varchar", "Row of the form, as in marts.fct_figures."),
            "column_code": ("varchar", "Column of the form."),
            "row_label": ("varchar", "Row in the form's words."),
            "column_label": ("varchar", "Column in the form's words."),
            **_state("old", "in the build before"),
            **_state("new", "in this build"),
            **_DOCUMENTS,
            "cause": (
                "varchar",
                "report_replaced; correction (of the office, made or withdrawn); reader_changed "
                "(same document, read by another version); code_changed (other models); "
                "other_input (other files or ledgers).",
            ),
        },
    ),
}
CARRIED = ("builds", "build_rows", "report_revisions", "figure_revisions")


def create_meta(con: duckdb.DuckDBPyConnection) -> None:
    """Create schema `meta` with its tables, empty and described, in place of one that is there."""
    con.execute("drop schema if exists meta cascade")
    con.execute("create schema meta")
    for table, (about, described) in TABLES.items():
        listed = ", ".join(f'"{name}" {kind}' for name, (kind, _) in described.items())
        con.execute(f"create table meta.{table} ({listed})")
        con.execute(f"comment on table meta.{table} is {literal(about)}")
        for name, (_, text) in described.items():
            con.execute(f'comment on column meta.{table}."{name}" is {literal(text)}')
