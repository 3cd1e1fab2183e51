from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "jili.access"
    label = "access"
    verbose_name = "账户与权限"

    def ready(self) -> None:
        from jili.access import checks  # noqa: F401  # registers them

        post_migrate.connect(_raise_walls, sender=self, dispatch_uid="walls")


def _raise_walls(*, using: str, **_: Any) -> None:
    from jili.access.walls import walls_raise

    walls_raise(using=using)
