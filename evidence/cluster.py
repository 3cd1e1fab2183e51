"""A PostgreSQL of a trial's own, which may be stopped in any way."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from evidence.processes import children


class Cluster:
    """On a socket in a folder of its own; roles ``jili_owner`` and ``jili_app``, database ``jili``. A context."""

    def __init__(self, **settings: str) -> None:
        self.settings = {"shared_buffers": "128MB", "max_wal_size": "4GB", "listen_addresses": "", **settings}

    def __enter__(self) -> Cluster:
        self.folder = Path(tempfile.mkdtemp(prefix="jili-pg-", dir="/tmp"))
        if os.getuid() == 0:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        self.start()
        roles = "CREATE ROLE jili_owner LOGIN CREATEDB; CREATE ROLE jili_app LOGIN; GRANT jili_app TO jili_owner;"
        self._run("psql", "-q", "-h", str(self.folder), "-U", "postgres", "-c", roles)
        self.new("jili")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environment(self, database: str = "jili") -> dict[str, str]:
        """What a process of ours needs to use it."""
        roles = {"DATABASE_URL": "jili_app", "DATABASE_OWNER_URL": "jili_owner"}
        return {name: self._url(role, database) for name, role in roles.items()}

    def superuser(self) -> dict[str, str]:
        """The same for a process that nothing is refused to."""
        return {"DATABASE_URL": self._url("postgres", "jili")}

    def new(self, database: str) -> str:
        """An empty database; answers its name."""
        self._run("createdb", "-h", str(self.folder), "-U", "postgres", "-O", "jili_owner", database)
        return database

    def _url(self, role: str, database: str) -> str:
        return f"postgres://{role}@{quote(str(self.folder), safe='')}/{database}"

    def start(self) -> None:
        given = " ".join(f"-c {name}='{value}'" for name, value in self.settings.items())
        options = f"-k {self.folder} {given}"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def crash(self) -> None:
        """End every process of it at once, as a power cut would."""
        first = int((self.data / "postmaster.pid").read_text("ascii").split("\n", 1)[0])
        os.kill(first, signal.SIGSTOP)  # so that it starts no new ones
        all_of_them = [*children(first), first]
        for process in all_of_them:
            os.kill(process, signal.SIGKILL)
        while any(_lives(process) for process in all_of_them):
            time.sleep(0.01)
        # What a restarted machine would not find: a process of that number, here perhaps still unburied.
        for lock in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            lock.unlink(missing_ok=True)

    def _run(self, command: str, *words: str, check: bool = True) -> None:
        program = str(max(Path("/usr/lib/postgresql").glob("*/bin")) / command)
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*as_postgres, program, *words], check=check, stdout=subprocess.DEVNULL, cwd="/")


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
