"""dbt's documentation of every model as one page that needs no network and no server.

Models, their SQL and their descriptions are the dbt project's, so the project has to be there and
to be the one that built the published file. Tables and types are the published file's: dbt looks at
an empty copy of its tables, never at the file itself and never at the build's database. Models that
are not published (staging, intermediate) therefore stand without types.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from orchestration.dbt import dbt_executable, environment, project_version
from orchestration.errors import UserError
from orchestration.export.source import DEMO_NOTICE, Source
from orchestration.settings import DBT_PROJECT, Settings

FILE = "docs/index.html"

# The page may load nothing at all from elsewhere: what it shows is within it.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'"
)
_HEAD = '<head><meta charset="utf-8">'
# The page counts its visits at its maker's where the project allows it (ours does not), and asks
# for an icon beside itself.
_OUTSIDE = {
    "//d1fc8wv8zag5ca.cloudfront.net/2.9.0/sp.js": "data:,",
    "fishtownanalytics.sinter-collect.com": "",
    "${require('./assets/favicons/favicon.ico')}": "data:,",
    '<link rel="canonical" href="/overview/"/>': "",
    '<use xlink:href="{{ getIcon': '<use ng-attr-xlink:href="{{ getIcon',  # not before it is known
}
# Where and when dbt ran, which is nobody's business and differs from run to run.
_PRIVATE = (
    "root_path", "build_path", "compiled_path", "created_at", "invocation_id", "user_id", "env",
    "invocation_started_at", "run_started_at", "project_id", "deferred",
)  # fmt: skip


def write_docs(source: Source, folder: Path) -> None:
    """Write the page under the export folder.

    Raises:
        UserError: the dbt project is missing, another one than built the file, or fails.
    """
    if not (DBT_PROJECT / "dbt_project.yml").is_file():
        raise UserError(
            f"没有找到 dbt 项目 {DBT_PROJECT}，不能生成模型文档：请在项目文件夹中运行，"
            "或用 --tables、--findings 只导出数据。"
        )
    if not source.code_version.endswith(project_version()):
        raise UserError(
            f"数据文件 {source.path} 构建之后 dbt 项目又有改动，模型文档会与数据不符："
            "请先运行 gongkai build，或用 --tables、--findings 只导出数据。"
        )
    with TemporaryDirectory(prefix="gongkai-docs-") as scratch:
        _generate(source, Path(scratch))
        page = _page(source, Path(scratch) / "target")
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _generate(source: Source, scratch: Path) -> None:
    """Let dbt describe the project over an empty copy of the published tables."""
    empty = scratch / "gongkai.duckdb"
    with duckdb.connect(str(empty)) as con:
        published = str(source.path).replace("'", "''")
        con.execute(f"attach '{published}' as published (read_only)")
        names = con.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'published'"
        ).fetchall()
        for schema, table in names:
            con.execute(f'create schema if not exists "{schema}"')
            name = f'"{schema}"."{table}"'
            con.execute(f"create table {name} as from published.{name} limit 0")
    command = [dbt_executable(), "docs", "generate", "--quiet", "--no-use-colors"]
    command += ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
    command += ["--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs")]
    env = environment(Settings(scratch, scratch)) | {"GONGKAI_WORK_DB": str(empty)}
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    except FileNotFoundError:
        raise UserError("没有找到 dbt，不能生成模型文档：请先运行 make setup。") from None
    if done.returncode != 0:
        raise UserError(f"dbt 未能生成模型文档：\n{done.stdout}{done.stderr}".rstrip())


def _page(source: Source, target: Path) -> str:
    """dbt's own page with project and catalog within it, and nothing that leads outside."""
    page = (target / "index.html").read_text(encoding="utf-8")
    for name in ("manifest", "catalog"):
        about = _cleaned(json.loads((target / f"{name}.json").read_text(encoding="utf-8")))
        about["metadata"]["generated_at"] = f"{source.built_at.isoformat()}Z"
        about["metadata"]["send_anonymous_usage_stats"] = False
        # `<` could end the script that the text stands in
        text = json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        slot = f'"{name.upper()}.JSON INLINE DATA"'
        if slot not in page:
            raise UserError("此版本 dbt 的文档页面不能做成单个文件。")
        page = page.replace(slot, text)
    for found, instead in _OUTSIDE.items():
        page = page.replace(found, instead)
    title = f"Gongkai{f'（{DEMO_NOTICE}）' if source.is_demo else ''}"
    page = page.replace("<title>dbt Docs</title>", f"<title>{title}</title>", 1)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    return page.replace(_HEAD, _HEAD + policy, 1)


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(inner) for key, inner in value.items() if key not in _PRIVATE}
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return value
