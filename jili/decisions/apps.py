from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "jili.decisions"
    label = "decisions"
    verbose_name = "决定"
