from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "jili.exchange"
    label = "exchange"
    verbose_name = "收发"
