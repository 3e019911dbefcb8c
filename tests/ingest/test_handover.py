"""Parts between readers and load: whole or not there, on a disk as in an object store."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from upath import UPath

from orchestration.errors import UserError
from orchestration.ingest import pool, read_parts, spread
from orchestration.ingest.handover import Handover
from orchestration.ingest.load import Ingested, ingest
from orchestration.ingest.read_parts import read_frames
from orchestration.ingest.scan import reader_version, scan
from orchestration.ingest.spread import SHARES, list_raw, read_share
from orchestration.publish.content import contents
from orchestration.settings import PROJECT, Settings

SAMPLES = PROJECT / "raw"


@pytest.fixture(params=["disk", "store"])
def handover(request: pytest.FixtureRequest, tmp_path: Path) -> Handover:
    is_disk = request.param == "disk"
    root = UPath(tmp_path / "handover") if is_disk else UPath(f"memory://{tmp_path.name}")
    return Handover(root, "v1")


def frames(count: int, version: str = "v1") -> read_parts.Frames:
    files = [read_parts.Source(f, SAMPLES / f.path, version) for f in scan(SAMPLES)]
    return read_frames(pool.read_path, files[:count])


def test_a_part_comes_out_as_it_went_in(handover: Handover) -> None:
    put = frames(3)
    handover.put("0", put)
    [part] = handover.parts()
    paths = put["documents"]["path"].to_list()
    assert part.documents() == handover.documents() == dict(put["documents"][:, :2].iter_rows())
    assert all(table.equals(put[name]) for name, table in part.frames(paths).items())
    one = part.frames(paths[:1])
    assert set(one["cells"]["path"]) == set(one["documents"]["path"]) == {paths[0]}
    part.remove()
    assert not list(handover.parts())


def test_the_same_documents_give_the_same_part(handover: Handover) -> None:
    assert handover.put("0", frames(2)) == handover.put("0", frames(2))
    assert len(list(handover.parts())) == 1


def test_a_part_that_was_not_finished_is_none(handover: Handover) -> None:
    part = handover.put("0", frames(2))
    (part.folder / "documents.parquet").unlink()
    assert not list(handover.parts())
    assert not handover.documents()


def test_parts_of_another_version_are_taken_away(handover: Handover) -> None:
    Handover(handover.root, "v0").put("0", frames(1, "v0"))
    handover.put("0", frames(2))
    handover.remove_outdated()
    assert len(list(handover.parts())) == 1
    assert not list(Handover(handover.root, "v0").parts())


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("GONGKAI_HANDOVER", raising=False)
    return Settings(SAMPLES, tmp_path / "home")


def raw_tables(settings: Settings) -> dict[str, str]:
    return contents(settings.work, ("raw",))


def test_what_others_have_read_is_loaded_and_not_read_again(
    places: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Settings(SAMPLES, tmp_path / "plain")
    ingest(plain)
    count = list_raw(places)
    assert [read_share(places, share) for share in SHARES].count(0) < len(SHARES)
    assert sum(read_share(places, share) for share in SHARES) == 0  # all of it is there
    monkeypatch.setattr(
        read_parts, "in_workers", lambda _, sources, *rest: iter(sources and [1 / 0])
    )
    assert ingest(places) == Ingested(read=count, gone=0, kept=0)
    assert raw_tables(places) == raw_tables(plain)
    assert not list(Handover(places.handover, reader_version()).parts())


def test_an_object_store_may_stand_between(
    places: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(Settings(SAMPLES, tmp_path / "plain"))
    monkeypatch.setenv("GONGKAI_HANDOVER", f"memory://bucket-{tmp_path.name}")
    list_raw(places)
    assert sum(read_share(places, share) for share in SHARES) > 0
    assert not (places.home / "handover").exists()
    ingest(places)
    assert raw_tables(places) == raw_tables(Settings(SAMPLES, tmp_path / "plain"))


def test_a_damaged_part_is_read_again(places: Settings, tmp_path: Path) -> None:
    ingest(Settings(SAMPLES, tmp_path / "plain"))
    list_raw(places)
    for share in SHARES:
        read_share(places, share)
    for part in Handover(places.handover, reader_version()).parts():
        (part.folder / "cells.parquet").write_bytes(b"PAR1 cut short")
    ingest(places)
    assert raw_tables(places) == raw_tables(Settings(SAMPLES, tmp_path / "plain"))


def test_what_was_read_of_other_bytes_is_not_loaded(tmp_path: Path) -> None:
    places = Settings(tmp_path / "raw", tmp_path / "home")
    places.raw.mkdir()
    sample = next(SAMPLES.rglob("*.txt"))
    (places.raw / "a.txt").write_text("不是报告", encoding="utf-8")
    list_raw(places)
    for share in SHARES:
        read_share(places, share)
    (places.raw / "a.txt").write_bytes(sample.read_bytes())
    ingest(places)
    with duckdb.connect(str(places.work), read_only=True) as con:
        [(status,)] = con.execute("select status from raw.documents").fetchall()
    assert status != "rejected"


def test_a_share_without_a_listing_says_what_to_do(places: Settings) -> None:
    with pytest.raises(UserError, match="清单"):
        read_share(places, "0")


def test_files_taken_away_while_they_are_read_stop_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Settings(tmp_path / "raw", tmp_path / "home")
    places.raw.mkdir()
    for name in ("a.txt", "b.txt"):
        (places.raw / name).write_bytes(next(SAMPLES.rglob("*.txt")).read_bytes())
    found = scan(places.raw)
    (places.raw / "b.txt").unlink()
    monkeypatch.setattr("orchestration.ingest.load.scan", lambda *_: found)
    with pytest.raises(UserError, match=r"少了 1 个文件：b\.txt"):
        ingest(places)
    monkeypatch.undo()
    assert ingest(places) == Ingested(read=0, gone=0, kept=1)


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_file_that_could_not_be_opened_is_read_when_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    """Found, then away (a share that was cut off) or locked, then back as it was."""
    places = Settings(tmp_path / "raw", tmp_path / "home")
    places.raw.mkdir()
    file = places.raw / "a.txt"
    file.write_bytes(next(SAMPLES.rglob("*.txt")).read_bytes())
    found = scan(places.raw)
    away = file.rename(tmp_path / "a.txt")
    if not is_gone:
        file.mkdir()  # cannot be opened, whoever runs the test
    monkeypatch.setattr("orchestration.ingest.load.scan", lambda *_: found)
    with pytest.raises(UserError, match="少了 1 个文件" if is_gone else "对不上"):
        ingest(places)
    monkeypatch.undo()
    if not is_gone:
        file.rmdir()
    away.rename(file)
    assert ingest(places) == Ingested(read=1, gone=0, kept=0)
    with duckdb.connect(str(places.work), read_only=True) as con:
        [(status,)] = con.execute("select status from raw.documents").fetchall()
    assert status != "rejected"


def test_a_file_changed_while_it_is_read_is_not_taken_for_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Settings(tmp_path / "raw", tmp_path / "home")
    places.raw.mkdir()
    (places.raw / "a.txt").write_text("不是报告", encoding="utf-8")
    found = scan(places.raw)
    (places.raw / "a.txt").write_bytes(next(SAMPLES.rglob("*.txt")).read_bytes())
    monkeypatch.setattr("orchestration.ingest.load.scan", lambda *_: found)
    with pytest.raises(UserError, match="对不上"):
        ingest(places)
    monkeypatch.undo()
    assert ingest(places) == Ingested(read=1, gone=0, kept=0)


def test_the_listing_is_what_the_scan_finds(places: Settings) -> None:
    assert list_raw(places) == len(scan(SAMPLES))
    listing = spread._handover(places).listing()
    assert listing is not None
    assert listing["path"].to_list() == [file.path for file in scan(SAMPLES)]
