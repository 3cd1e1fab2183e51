"""Installations beside the one of the test run: a home and a database each, made from one that is migrated once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Installation:
    """``jili`` with an environment of its own."""

    home: Path
    url: str
    owner_url: str

    @property
    def environment(self) -> dict[str, str]:
        own = {"JILI_HOME": str(self.home), "DATABASE_URL": self.url, "DATABASE_OWNER_URL": self.owner_url}
        kept = {
            name: value for name, value in os.environ.items() if name not in ("JILI_AS_OWNER", "DJANGO_SETTINGS_MODULE")
        }
        return {**kept, **own}

    def jili(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "jili.cli", *map(str, words)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One with empty tables, to be copied."""
    home = tmp_path_factory.mktemp("migrated")
    with made(home) as installation:
        done = installation.jili("migrate")
        assert (done.returncode, done.stderr) == (0, "")
        yield installation


@pytest.fixture
def fresh(migrated: Installation, tmp_path: Path) -> Iterator[Installation]:
    """One with empty tables and a home of its own."""
    with made(tmp_path / "home", migrated) as installation:
        yield installation


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Installation]:
    """One whose database has no tables yet."""
    with made(tmp_path / "bare") as installation:
        yield installation


class made:
    """An installation with a new database, like another one if so asked; gone after the block."""

    def __init__(self, home: Path, like: Installation | None = None) -> None:
        home.mkdir(exist_ok=True)
        self.home, self.like = home, like
        self.name = f"test_jili_{os.getpid()}_{abs(hash(home)) % 10**9}"

    def __enter__(self) -> Installation:
        if connection.vendor == "sqlite":
            url = f"sqlite:///{self.home / 'jili.sqlite3'}"
            if self.like is not None:
                shutil.copy(self.like.home / "jili.sqlite3", self.home)
            return Installation(self.home, url, url)
        template = f" TEMPLATE {urlsplit(self.like.url).path[1:]}" if self.like else ""
        self._maintain(f"CREATE DATABASE {self.name}{template}")
        urls = (settings.DATABASE_URL, settings.DATABASE_OWNER_URL)
        return Installation(self.home, *(f"{url.rpartition('/')[0]}/{self.name}" for url in urls))

    def __exit__(self, *_: object) -> None:
        if connection.vendor == "postgresql":
            self._maintain(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _maintain(self, sql: str) -> None:
        with psycopg.connect(f"{settings.DATABASE_OWNER_URL.rpartition('/')[0]}/postgres", autocommit=True) as there:
            there.execute(sql)
