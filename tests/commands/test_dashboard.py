import socket

import pytest

from orchestration.cli import main


def test_a_busy_port_gets_a_clear_message(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert main(["dashboard", "--port", str(port)]) == 1
    error = capsys.readouterr().err
    assert str(port) in error
    assert f"--port {port + 1}" in error


def test_a_port_out_of_range_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["dashboard", "--port", "99999"])
    assert "1 to 65535" in capsys.readouterr().err
