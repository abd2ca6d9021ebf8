"""Settings: one file, typed readers that fail loudly, nothing that a municipality would not change.

Everything that differs between machines comes from the environment; docs/operation.md lists it.
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "afsaet"
VAR_DIR = Path(os.environ.get("AFSAET_VAR") or BASE_DIR / "var")


def env_bool(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value not in ("", "0", "1", "true", "false"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")
    return value in ("1", "true")


def env_secret(name: str, *, demo: str) -> str:
    """The secret `name`, or the content of the file `name`_FILE; in the demo and in tests a fixed value."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    if value := os.environ.get(name):
        return value
    if DEMO or TESTING:
        return demo
    raise ImproperlyConfigured(f"Set {name} or {name}_FILE. See docs/operation.md.")


def env_json(name: str, default: str) -> dict[str, Any]:
    """A JSON object in the variable `name`, or in the file `name`_FILE (it may hold a password)."""
    path = os.environ.get(f"{name}_FILE")
    text = Path(path).read_text() if path else os.environ.get(name) or default
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ImproperlyConfigured(f"{name} must be a JSON object")
    return value


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgresql:// address; an embedded server's socket folder stands in `?host=`."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "afsaet",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "TEST": {"NAME": os.environ.get("AFSAET_TEST_DB", "test_afsaet")},
    }


DEMO = env_bool("AFSAET_DEMO")
TESTING = env_bool("AFSAET_TESTING")
DEBUG = False
if DEMO and any(os.environ.get(name) for name in ("AFSAET_SECRET_KEY", "AFSAET_SECRET_KEY_FILE")):
    # In the demo anybody may be anybody: a house with secrets of its own must never open that door.
    raise ImproperlyConfigured(
        "AFSAET_DEMO is set beside a secret key. Unset the one that does not belong here."
    )

if not os.environ.get("DATABASE_URL"):
    raise ImproperlyConfigured("DATABASE_URL is not set. Use ./run, which starts a database, or set it.")
DATABASES = {"default": database(os.environ["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = env_secret("AFSAET_SECRET_KEY", demo="demo-only-" + "x" * 50)
# 32 bytes as hex, kept outside the database and its backups: without it no CPR number can be read.
CPR_KEY = bytes.fromhex(env_secret("AFSAET_CPR_KEY", demo="5a" * 32))
# The demo's clock can be moved; outside the demo there is no such file (core/clock.py).
CLOCK_FILE = VAR_DIR / "clock" if DEMO else None

PUBLIC_URL = os.environ.get("AFSAET_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = (
    ["127.0.0.1", "localhost", "[::1]", "testserver"]
    if DEMO or TESTING
    else [urlsplit(PUBLIC_URL).hostname or ""]
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "pgtrigger",
    "axes",
    "django_htmx",
    "django_cotton",
    "afsaet.core",
    "afsaet.audit",
    "afsaet.files",
    "afsaet.people",
    "afsaet.calendar",
    "afsaet.messaging",
    "afsaet.plan",
    "afsaet.booking",
    "afsaet.conversations",
    "afsaet.privacy",
    "afsaet.web",
    "afsaet.site",
]

MIDDLEWARE = [
    "afsaet.web.security_headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "afsaet.web.sessions.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "afsaet.web.middleware.ViewerAndSeen",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "afsaet.site.urls"
WSGI_APPLICATION = "afsaet.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "afsaet.web.context.shell",
            ],
        },
    }
]

# --- who logs in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "afsaet.integrations.password_log_in.CodeBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "log_in"
LOGIN_REDIRECT_URL = "home"
# Axes would look for the field "log_in_name", count everybody as one, and lock nobody out.
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Our own reverse proxies: so many addresses from the right in X-Forwarded-For are what they were called by.
PROXIES = int(os.environ.get("AFSAET_PROXIES", "0"))
AXES_CLIENT_IP_CALLABLE = "afsaet.web.client_address.client_address"
AXES_LOCKOUT_CALLABLE = "afsaet.web.public.log_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "code",
]  # what it keeps of a wrong try leaves these out

SESSION_COOKIE_AGE = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "afsaet.web.public.errors.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# --- language, time, numbers -----------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk")]
LOCALE_PATHS = [PACKAGE_DIR / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
FORMAT_MODULE_PATH = None

# --- files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING  # tests need no collected files
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- mail ------------------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("AFSAET_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("AFSAET_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("AFSAET_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("AFSAET_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_bool("AFSAET_SMTP_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("AFSAET_MAIL_FROM", "svar-ikke@fjordby.example")
# The demo writes its mails to files in var/mail instead of sending them, and says so.
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
# What stands in a text message instead of a long link; /tid/ leads to her page.
SHORT_ADDRESS = os.environ.get("AFSAET_SHORT_ADDRESS") or f"{PUBLIC_URL.partition('://')[2]}/tid"

# --- text messages ---------------------------------------------------------------------------------
SMS_URL = os.environ.get("AFSAET_SMS_URL", "")
SMS_METHOD = os.environ.get("AFSAET_SMS_METHOD", "POST")
SMS_BODY = env_json("AFSAET_SMS_BODY", '{"to": "{to}", "text": "{text}"}')
SMS_AS_FORM = env_bool("AFSAET_SMS_AS_FORM")
SMS_HEADERS = env_json("AFSAET_SMS_HEADERS", "{}")
SMS_KEY_HEADER = os.environ.get("AFSAET_SMS_KEY_HEADER", "Idempotency-Key")
if SMS_URL and not SMS_URL.startswith("https://") and not (DEMO or TESTING):
    raise ImproperlyConfigured("AFSAET_SMS_URL must begin with https://: text messages name people's times.")

# --- advisers' other calendars --------------------------------------------------------------------
# Hosts of the house's own (an Exchange on the premises) that may be asked although their address is private.
CALENDAR_HOSTS = {host.strip().lower() for host in os.environ.get("AFSAET_CALENDAR_HOSTS", "").split(",")} - {
    ""
}
CALENDAR_HTTP = DEMO or TESTING  # plain http, and to those hosts only

# --- ports, by dotted path -------------------------------------------------------------------------
CASE_SYSTEM = "afsaet.integrations.case_system.CopyByHand"
# Without an address there is no gateway, and no text message is queued; the demo keeps its own in files.
SMS_GATEWAY = (
    "afsaet.integrations.sms_http.HttpGateway"
    if SMS_URL
    else "afsaet.integrations.sms_files.FilesGateway"
    if DEMO
    else ""
)
SMS_FILE_PATH = VAR_DIR / "sms"
CALENDARS = {
    "ics": "afsaet.integrations.calendars.ics.IcsAddress",
    "caldav": "afsaet.integrations.calendars.caldav.CalDavAccount",
}
LOG_IN = "afsaet.integrations.password_log_in.PasswordLogIn"

PGTRIGGER_MIGRATIONS = True
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
