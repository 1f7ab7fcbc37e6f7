"""What all environments share. Values come from the environment through `waic.env`."""

from pathlib import Path

from waic.celery import app as celery_app
from waic.env import email_url, env_bool, env_int, env_list, env_str, redis_url
from waic.launch import embedded
from waic.logs import configure as configure_logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR = BASE_DIR / "var"

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_str("SECRET_KEY", "")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [])
SITE_ADDRESS = env_str("SITE_ADDRESS", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
PROXIES = env_int("PROXIES", 0, minimum=0, maximum=9)

INSTALLED_APPS = [
    "apps.core",
    "apps.search",
    "apps.editions",
    "apps.people",
    "apps.records",
    "apps.bookings",
    "apps.registration",
    "apps.cms",
    "modeltranslation",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "apps.core.middleware.unavailable",
    "apps.core.middleware.client_address",
    "apps.core.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "apps.core.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.core.middleware.clean_input",
    "apps.core.pagecache.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "apps.core.middleware.Locale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.people.middleware.second_factor",
    "apps.core.middleware.moved_addresses",
]

ROOT_URLCONF = "waic.urls"
WSGI_APPLICATION = "waic.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.core.context.site",
            ],
            "builtins": ["apps.core.templatetags.ui", "apps.core.templatetags.house"],
        },
    }
]

DATABASES = {"default": embedded.database_settings()}
DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
    "options", "-c lock_timeout=3000 -c statement_timeout=30000 -c TimeZone=UTC"
)

# --- languages and time ---
LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["waic.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("en", "zh-hans", "de")
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "zh-hans", "de")}

# --- files ---
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_LIMIT = 20_000_000  # bytes of one plain form
UPLOADS_TEMP = VAR / "uploads"

# --- cache, broker, schedule ---
REDIS_URL = redis_url()
PAGES = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 3000},
}
if REDIS_URL:
    SHARED = {"BACKEND": "apps.core.redis_cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "waic"}
else:
    # Django keeps 300 entries unless told; then limits would be forgotten as soon as people come in numbers.
    SHARED = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
CACHES = {"default": SHARED, "pages": PAGES}

BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if not REDIS_URL:
    for folder in ("queue", "control", "processed"):
        (BROKER_FOLDER / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "processed_folder": str(BROKER_FOLDER / "processed"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "tidy": {"task": "apps.core.tasks.tidy", "schedule": 3600.0},
    "expire-holds": {"task": "apps.bookings.tasks.expire_holds", "schedule": 20.0},
    "publish-scheduled": {"task": "apps.cms.tasks.publish_scheduled", "schedule": 60.0},
    "close-registrations": {"task": "apps.registration.tasks.close_past_editions", "schedule": 3600.0},
    "clear-sessions": {"task": "apps.people.tasks.clear_sessions", "schedule": 86400.0},
}

# --- mail ---
globals().update(email_url("EMAIL_URL", f"file://{VAR / 'mail'}"))
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "WAIC <noreply@waic.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

# --- the product ---
EGRESS_ALLOW_LOOPBACK = False
TICKET_KEYS = env_str("TICKET_KEYS", "")
TICKET_KEYS_FILE = VAR / "ticket_keys.json"
DEMO = env_str("DEMO", "")

LOGGING_CONFIG = None
configure_logs(level=env_str("LOG_LEVEL", "INFO"))

from waic.settings.parts.accounts import *  # noqa: E402, F403
from waic.settings.parts.api import *  # noqa: E402, F403
from waic.settings.parts.wagtail import *  # noqa: E402, F403

celery_app.set_current()
