"""Settings, from the environment.

DATABASE_URL (default: SQLite in JILI_HOME), DATABASE_OWNER_URL, JILI_APP_ROLE, JILI_HOME (keys, snapshots, uploads,
sockets), JILI_ADDRESS, JILI_HOSTS, JILI_HTTPS, JILI_LOG_ORIGIN, JILI_UPLOADS_KEPT_DAYS, JILI_EXPORT_ALONE, JILI_OIDC_…,
JILI_DEBUG.
Nothing secret stands here: keys are made in JILI_HOME/keys at the first start (``jili.site.keys``).
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url

from jili.site.keys import secret

HOME = Path(os.environ.get("JILI_HOME", "var")).resolve()
DEBUG = os.environ.get("JILI_DEBUG") == "1"
SECRET_KEY = secret(HOME, "django")
IDENTITY_SECRET = secret(HOME, "identity")
"""From which the keys of ID numbers are made (``jili.records.identity``): lost, the numbers are lost."""
CHECKPOINT_SECRET = secret(HOME, "checkpoint")
"""From which the key is made that signs the log's checkpoints (``jili.access.checkpoint``)."""
METRICS_SECRET = secret(HOME, "metrics")
"""What a collector of metrics shows (``jili.operations.views``)."""
CHECKPOINT_ALGORITHM = "ed25519"
LOG_ORIGIN = os.environ.get("JILI_LOG_ORIGIN", "jili")
"""The name of the log in its checkpoints: one of its own for each installation."""
IDENTITY_SUITE = os.environ.get("JILI_IDENTITY_SUITE", "")
"""``sm`` or ``aes``; empty: ``sm`` where the machine can do it."""
ADDRESS = os.environ.get("JILI_ADDRESS", "http://127.0.0.1:8000")
"""Under which people reach the site, for the links that commands print."""
ALLOWED_HOSTS = os.environ.get("JILI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "django_cotton",
    "django_htmx",
    "jili.records",
    "jili.access",
    "jili.decisions",
    "jili.exchange",
    "jili.web",
    "jili.api",
    "django.forms",  # after those whose templates stand before its own
]
MIDDLEWARE = [
    "jili.operations.observing.Observed",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jili.access.known.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jili.access.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "jili.site.urls"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
WSGI_APPLICATION = "jili.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Django's description of a database; SQLite waits for its one writer and writes ahead of the file, PostgreSQL
    compiles no query: that takes longer than any of ours."""
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
        del found["CONN_MAX_AGE"]
    else:
        found["OPTIONS"] = {"options": "-c jit=off", **found.get("OPTIONS", {})}
    return found


DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'jili.sqlite3'}"
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL") or DATABASE_URL
DATABASES = {"default": database(DATABASE_URL)}
if os.environ.get("JILI_AS_OWNER") == "1":
    DATABASES["default"] = database(DATABASE_OWNER_URL)
APP_ROLE = os.environ.get("JILI_APP_ROLE", "jili_app")
"""The role on PostgreSQL that the site works as; it owns nothing (see ``jili.access.walls``)."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "jili.access.known.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username"], ["ip_address", "username"]]
AXES_LOCKOUT_CALLABLE = "jili.access.signing_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True  # that is, after both steps
AXES_DISABLE_ACCESS_LOG = True  # the event log has them
AXES_SENSITIVE_PARAMETERS = ["code"]
OTP_TOTP_ISSUER = "激励"

OIDC_ISSUER = os.environ.get("JILI_OIDC_ISSUER", "")
"""The provider of identities; empty: passwords only. Its addresses are ``JILI_OIDC_AUTHORIZATION``, ``…_TOKEN``,
``…_USERINFO`` and ``…_KEYS``; the client's secret stands in ``JILI_HOME/keys/oidc``, put there by hand."""
OIDC_CLAIM = os.environ.get("JILI_OIDC_CLAIM", "preferred_username")
"""The claim that is an account's name."""
OIDC_TWO_FACTORS = os.environ.get("JILI_OIDC_TWO_FACTORS", "")
"""``claim=value`` by which the provider shows two factors (``amr=mfa``); empty: the local second factor is asked."""
OIDC_OP_AUTHORIZATION_ENDPOINT = os.environ.get("JILI_OIDC_AUTHORIZATION", "")
OIDC_OP_TOKEN_ENDPOINT = os.environ.get("JILI_OIDC_TOKEN", "")
OIDC_OP_USER_ENDPOINT = os.environ.get("JILI_OIDC_USERINFO", "")
OIDC_OP_JWKS_ENDPOINT = os.environ.get("JILI_OIDC_KEYS", "")
OIDC_RP_CLIENT_ID = os.environ.get("JILI_OIDC_CLIENT", "")
OIDC_RP_CLIENT_SECRET = secret(HOME, "oidc") if OIDC_ISSUER else ""
OIDC_RP_SIGN_ALGO = os.environ.get("JILI_OIDC_ALGORITHM", "RS256")
OIDC_VERIFY_KID = os.environ.get("JILI_OIDC_KID") != "0"
"""Whether the provider names its keys; those with a single one may not."""
OIDC_RP_SCOPES = "openid profile"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_AUTHENTICATION_CALLBACK_URL = "provider-return"

SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 30 * 60
SECURE = os.environ.get("JILI_HTTPS") == "1"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
EXPORT_ALONE = int(os.environ.get("JILI_EXPORT_ALONE", "300"))
"""Of so many people a clerk may take out what is sensitive alone; what is of more, 安全管理员 releases."""
UPLOAD_LIMIT = 200 << 20
"""Bytes of one uploaded file."""
UPLOADS_KEPT = timedelta(days=int(os.environ.get("JILI_UPLOADS_KEPT_DAYS", "90")))
"""So long a file that was taken is kept, and can be taken back whole; a draft as long from when it was last checked."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "jili.operations.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "jili.requests": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # what is not there stands in the line of its request
    },
}
