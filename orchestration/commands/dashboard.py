"""`gongkai dashboard`: serves the dashboard on this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from orchestration.errors import UserError
from orchestration.settings import PROJECT, Settings


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror:
            raise UserError(f"地址 {host} 无法识别。请用 --host 指定本机的一个地址。") from None
        except OSError as error:
            raise UserError(
                f"{host}:{port} 不能使用（{error.strerror}），可能有另一个看板正在运行。"
                f"请先关闭它，或换一个端口：gongkai dashboard --port {port + 1}"
            ) from None


def dashboard_command(settings: Settings, host: str, port: int) -> int:
    """Serve until stopped; the exit status is the server's.

    Raises:
        UserError: the address or port cannot be used.
    """
    _check_port(host, port)
    shown = f"[{host}]" if ":" in host else host
    print(f"看板地址：http://{shown}:{port}  （按 Ctrl+C 停止）", flush=True)
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "dashboard" / "app.py")]
    command += ["--server.address", host, "--server.port", str(port), "--server.headless", "true"]
    env = {**os.environ, **settings.to_env()}
    server = subprocess.Popen(command, env=env, cwd=PROJECT, stdout=subprocess.DEVNULL)
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()
