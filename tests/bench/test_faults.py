"""Faults as the bench lets them befall builds, at a small size."""

from __future__ import annotations

from pathlib import Path

from bench.faults import faults
from orchestration.demo.province.write import write_province


def test_a_full_disk_and_a_second_build_cost_nothing_and_say_what_they_are(tmp_path: Path) -> None:
    write_province(tmp_path, 12, range(2020, 2022), 4)
    names = ("disk full", "two builds at once")
    found = {one.fault: one for one in faults(tmp_path / "raw", tmp_path / "faults", names)}
    assert tuple(found) == names
    assert all(one.kept and one.right for one in found.values())
    assert "磁盘空间不足" in found["disk full"].said
    assert "另一个构建正在进行" in found["two builds at once"].said
