from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "jili.records"
    label = "records"
    verbose_name = "登记册"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jili.records import sight  # noqa: F401  (listens for new connections)
