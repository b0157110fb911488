"""All settings, in the order an operator thinks: site, data, queue, mail, security, looks.

Every value an operator may change comes from the environment or from the file ``.env``
(see ``.env.example``). A value that cannot be used ends the start with one sentence.
"""

import os
from pathlib import Path

from fraudwatch.lib import secret_key
from fraudwatch.lib.environment import Environment, stop

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(Path(os.environ.get("ENV_FILE", BASE_DIR / ".env")))

# -- site ----------------------------------------------------------------------------------

PRODUCTION = env.flag("PRODUCTION")
DEBUG = env.flag("DEBUG")
PORT = env.whole("PORT", 8000, 1, 65535)
SITE_URL = env.address("SITE_URL", f"http://127.0.0.1:{PORT}", ("http", "https"))

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", LOOPBACK)
LOOPBACK_ONLY = set(ALLOWED_HOSTS) <= set(LOOPBACK)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
if DEBUG and (PRODUCTION or not LOOPBACK_ONLY):
    stop("DEBUG=1 shows the inside of the site; use it on loopback only, or set DEBUG=0.")

# Web processes and threads in each (gunicorn.conf.py); 2 x 4 suits two cores.
WEB_WORKERS = env.whole("WEB_WORKERS", 2, 1, 64)
WEB_THREADS = env.whole("WEB_THREADS", 4, 1, 64)

ROOT_URLCONF = "fraudwatch.urls"
WSGI_APPLICATION = "fraudwatch.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "fraudwatch",
    "orgs",
    "campaigns",
    "reports",
]
# The order matters: headers first, then who is asking, then what that person may do next.
MIDDLEWARE = [
    "fraudwatch.lib.request_ids.RequestIdMiddleware",
    "fraudwatch.lib.metrics.CountingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "fraudwatch.lib.browser_rights.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "orgs.middleware.AccountMiddleware",
    "orgs.middleware.OriginMiddleware",
    "orgs.middleware.SignInRequiredMiddleware",
    "orgs.middleware.SessionLimitsMiddleware",
    "orgs.middleware.PasswordGateMiddleware",
    "orgs.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
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
                "fraudwatch.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "fraudwatch.lib.forms.Renderer"

# -- data ----------------------------------------------------------------------------------

DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How long one question to PostgreSQL may take; 0 lifts the limit (long migrations).
DATABASE_TIMEOUT = env.whole("DATABASE_TIMEOUT_SECONDS", 15, 0, 3600)
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR}/fraudwatch.sqlite3")}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if ON_SQLITE:
    # Opening the file and closing it, which empties its journal, costs as much as a small page.
    DATABASES["default"].update(CONN_MAX_AGE=60)
    # IMMEDIATE and a long wait: two writers queue up instead of "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "options": f"-c statement_timeout={DATABASE_TIMEOUT}s -c lock_timeout=5s "
        "-c idle_in_transaction_session_timeout=30s",
    } | DATABASES["default"].get("OPTIONS", {})

# Uploaded files and made documents: private, served only through views that ask who may.
MEDIA_ROOT = env.folder("FILES_DIR", DATA_DIR / "files")
FILE_UPLOAD_TEMP_DIR = env.folder("UPLOAD_TEMP_DIR", DATA_DIR / "tmp")
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# What one unit may keep of photos and files, in megabytes.
UNIT_QUOTA_MB = env.whole("UNIT_QUOTA_MB", 500, 1, 1_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2560 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# -- queue ---------------------------------------------------------------------------------

REDIS_URL = env.address("REDIS_URL", "", ("redis", "rediss"))

# A task that is not acknowledged comes back after this many seconds: more than the hard limit.
VISIBILITY_TIMEOUT = 600
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_VISIBILITY_TIMEOUT = VISIBILITY_TIMEOUT
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": VISIBILITY_TIMEOUT,
        # Look for lost messages every 5 s; Kombu's own pace is 100 s.
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_keepalive": True,
        "socket_timeout": 10,
    }
    CELERY_WORKER_PREFETCH_MULTIPLIER = 1
else:
    QUEUE_DIR = env.folder("QUEUE_DIR", DATA_DIR / "queue")
    CELERY_BROKER_URL = "folder://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR),
        "data_folder_out": str(QUEUE_DIR),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }
    CELERY_WORKER_PREFETCH_MULTIPLIER = 4

CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True  # what became of a job stands in its row
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.2}
CELERY_TASK_DEFAULT_QUEUE = "short"
CELERY_TASK_CREATE_MISSING_QUEUES = True
# Documents take long; a worker of their own keeps reminders and totals quick.
CELERY_TASK_ROUTES = {"orgs.tasks.run_jobs": {"queue": "export"}}
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # KiB
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # one way in less
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")

# Ticks look for rows that are due. A tick the worker had no time for is stale when the next
# one comes, so each expires just before it.
TICKS = {
    "orgs.tasks.send_deliveries": 20,
    "orgs.tasks.run_jobs": 10,
    "orgs.tasks.run_schedules": 60,
    "orgs.tasks.sweep": 3600,
    "orgs.tasks.heartbeat": 60,
    "campaigns.tasks.open_due_rounds": 60,
    "campaigns.tasks.remind_due": 60,
    "reports.tasks.turn_periods": 60,
    "reports.tasks.send_leader_digests": 300,
    "reports.tasks.fold_totals": 60,
    "reports.tasks.compare_photos": 600,
    "reports.tasks.let_imports_go": 3600,
}
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": float(seconds), "options": {"expires": seconds - 1}}
    for task, seconds in TICKS.items()
}

# -- mail ----------------------------------------------------------------------------------

globals().update(env.mail("EMAIL_URL", f"filemail:///{DATA_DIR}/mail"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "fraudwatch@localhost")
EMAIL_TIMEOUT = 10
EMAIL_SUBJECT_PREFIX = ""

# -- other channels ------------------------------------------------------------------------

# Where messages may go besides the platforms of WeCom, DingTalk and Feishu: name or name:port.
OUTBOUND_HOSTS = env.hosts("OUTBOUND_HOSTS")
# Hosts inside the network (an SMS gateway): private addresses and plain http are allowed there.
OUTBOUND_PRIVATE_HOSTS = env.hosts("OUTBOUND_PRIVATE_HOSTS")

# -- security ------------------------------------------------------------------------------

SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
if PRODUCTION:
    missing = [
        need
        for need, met in {
            "SECRET_KEY (50 random characters or more)": secret_key.is_real(SECRET_KEY),
            "ALLOWED_HOSTS (the names people type, separated by commas)": not LOOPBACK_ONLY
            and "*" not in ALLOWED_HOSTS,
            "DATABASE_URL (postgres://user:password@host:5432/name)": not ON_SQLITE,
        }.items()
        if not met
    ]
    if missing:
        stop(f"PRODUCTION=1 also needs {', '.join(missing)}; see .env.example.")
elif not SECRET_KEY:
    SECRET_KEY = secret_key.kept_in(DATA_DIR / "secret_key")
elif not secret_key.is_real(SECRET_KEY):
    stop("SECRET_KEY is too short or the sample's; use 50 random characters or more.")

# Seals phones in the database; without it SECRET_KEY does.
FIELD_KEY = env.text("FIELD_KEY")
FIELD_KEY_FALLBACKS = env.words("FIELD_KEY_FALLBACKS")

# One switch for everything that needs https; an intranet on plain http still works without.
HTTPS = env.flag("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Where to report a weakness (RFC 9116); without it there is no /.well-known/security.txt.
SECURITY_CONTACT = env.text("SECURITY_CONTACT")
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://", "tel:")):
    stop(f"SECURITY_CONTACT={SECURITY_CONTACT} is no contact; use mailto:…, https://… or tel:…")
# Preloading is a promise to browser makers about a public domain; an office decides that itself.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# Behind nginx: believe its X-Forwarded-Proto and X-Real-IP (deploy/nginx.conf overwrites both).
TRUST_PROXY = env.flag("TRUST_PROXY")
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES", ["127.0.0.1", "::1"]) if TRUST_PROXY else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
USE_X_FORWARDED_HOST = False

# Who may read /metrics: addresses or networks, and whoever shows the token (Bearer).
METRICS_FROM = env.words("METRICS_FROM", ["127.0.0.1", "::1"])
METRICS_TOKEN = env.text("METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    stop("METRICS_TOKEN is too short; use 20 random characters or more.")

SESSION_ENGINE = "orgs.models.sessions"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.whole("SESSION_HOURS", 12, 1, 24) * 3600
SESSION_IDLE_SECONDS = env.whole("SESSION_IDLE_MINUTES", 30, 5, 480) * 60
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "fraudwatch.views.csrf_failure"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "report-uri": ["/csp/"],
    }
}

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "orgs.queries.backend.AccountBackend",
]
LOGIN_URL = "orgs:sign-in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# dengbao: what an inspection of the classified protection scheme asks for (composition, 90 days,
# the last five). asvs: what OWASP ASVS 5.0 asks for (length and common words, no rotation).
PASSWORD_POLICY = env.choice("PASSWORD_POLICY", "dengbao", ("dengbao", "asvs"))
BY_POLICY = {
    "dengbao": (10, ("orgs.passwords.CompositionValidator", "orgs.passwords.NotReusedValidator")),
    "asvs": (12, ("orgs.passwords.LocalWordsValidator",)),
}
SHORTEST_PASSWORD, POLICY_VALIDATORS = BY_POLICY[PASSWORD_POLICY]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    *({"NAME": name} for name in POLICY_VALIDATORS),
]

# -- looks ---------------------------------------------------------------------------------

LANGUAGE_CODE = env.choice("LANGUAGE_CODE", "zh-hans", ("zh-hans", "en"))
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "fraudwatch" / "locale"]
TIME_ZONE = env.zone("TIME_ZONE", "Asia/Shanghai")
CELERY_TIMEZONE = TIME_ZONE
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_DIR", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# `make setup` collects and compresses; until then, and with DEBUG=1, the sources are served.
STATIC_COLLECTED = not DEBUG and (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- log -----------------------------------------------------------------------------------

LOG_FORMAT = env.choice("LOG_FORMAT", "json" if PRODUCTION else "text", ("json", "text"))
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "fraudwatch.lib.logs.JsonFormatter"},
        "text": {"format": "%(levelname)s %(name)s %(message)s%(names)s"},
    },
    "filters": {
        "secrets": {"()": "fraudwatch.lib.logs.HideSecrets"},
        "names": {"()": "fraudwatch.lib.logs.NameWork"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["secrets", "names"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},
        "celery": {"level": "INFO"},
        "celery.worker.consumer": {"level": "WARNING"},
        "celery.apps.worker": {"level": "WARNING"},
        # One line for each tick, six a minute, says nothing.
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
