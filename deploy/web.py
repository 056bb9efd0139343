"""The web process of one service in a container: gunicorn with threads, its counts added up over its processes."""

import gc
import os
import tempfile

from gunicorn.workers.base import Worker

from shared import logs

logs.configure(os.environ["SERVICE"])
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="counts-")

preload_app = True  # composed once, shared by all processes; it connects to nothing before the first request
wsgi_app = f"services.{os.environ['SERVICE']}.app:create_app()"
bind = "0.0.0.0:8000"
worker_class = "deploy.refusing.Worker"
workers = int(os.environ.get("TALKA_WEB_PROCESSES", "2"))
threads = 8
keepalive = 75  # longer than the gateway keeps an idle connection, so that it never sends into a closed one
graceful_timeout = 5
loglevel = "warning"
control_socket_disable = True  # nothing may be written beside the temporary folder
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a file without a name: a heartbeat must not wait for a disk
forwarded_allow_ips = ""  # who asked is ProxyFix's business, in one place


def when_ready(_server: object) -> None:
    """Leave what is loaded where it is, so that the processes go on sharing it."""
    gc.freeze()


def child_exit(_server: object, worker: Worker) -> None:
    """Let go of what an ended process was counting at that moment."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - it looks for the folder when it is imported

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
