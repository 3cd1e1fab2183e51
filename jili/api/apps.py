from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jili.api"
    label = "api"
    verbose_name = "接口"
