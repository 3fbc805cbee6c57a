"""Settings of Veche. What an installation may choose is named in `environment.py`; the rest is decided here.

Reading them writes nothing: `first_start.prepare()` makes the data folder and its keys before a process starts.
"""

from secrets import token_urlsafe
from urllib.parse import urlsplit

from environ import Env

from veche.config import csp, databases
from veche.config.environment import (
    WrongValue,
    data_folder,
    flag,
    hosts,
    names,
    number,
    offered_networks,
    origin,
    pages_of,
    proxy,
    server_of,
    some_of,
    text,
    understood,
    variable_of,
    zone,
)
from veche.engine.queues import reading
from veche.kernel.mailbox import Mailbox, mailbox_at
from veche.kernel.redaction import mask_shapes
from veche.networks.registry import NETWORKS as PROFILES

# --- The place and the city -------------------------------------------------------------------------------------
DATA = data_folder()
DEMO = flag("VECHE_DEMO")
CITY = text("VECHE_CITY")
HOST = text("VECHE_HOST")
PORT = number("PORT")
ORIGIN = origin(text("VECHE_ORIGIN") or f"http://127.0.0.1:{PORT}")

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский")]
USE_TZ = True
TIME_ZONE = zone(text("VECHE_TIME_ZONE"))

# --- Keys -------------------------------------------------------------------------------------------------------
SECRET_KEY_PATH = DATA / "secret_key"
KEYRING_PATH = DATA / "keyring"
KEYRING = text("VECHE_KEYRING")


def _secret_key() -> str:
    if given := text("VECHE_SECRET_KEY"):
        return given
    if SECRET_KEY_PATH.exists():
        return SECRET_KEY_PATH.read_text(encoding="ascii").strip()
    return token_urlsafe(64)  # before the first start: a key that lives as long as this process


SECRET_KEY = _secret_key()

# --- The apps ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    *(["veche.demo"] if DEMO else []),
    "veche.config",
    "veche.web",
    "veche.norm",
    "veche.personal_data",
    "veche.groups",
    "veche.cases",
    "veche.appeals",
    "veche.commenting",
    "veche.rumours",
    "veche.moderation",
    "veche.inbox",
    "veche.publishing",
    "veche.approval",
    "veche.posts",
    "veche.plan",
    "veche.requests",
    "veche.alarms",
    "veche.outbox",
    "veche.accounts",
    "veche.media",
    "veche.compliance",
    "veche.search",
    "veche.staff",
    "veche.journal",
    "veche.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "rules.apps.AutodiscoverRulesConfig",
    "django_tasks_db",
]
AUTH_USER_MODEL = "staff.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "veche.config.urls"
WSGI_APPLICATION = "veche.config.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "veche.config.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "veche.staff.middleware.SignedIn",
    "veche.config.middleware.SessionLimits",
    "veche.config.middleware.BodyLimit",
    "veche.staff.middleware.HoursOfTheCity",
    "veche.staff.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "veche.staff.middleware.SecondFactorMiddleware",
    "veche.staff.works_in.FormsOfOneAdministration",
    "veche.staff.devices.Devices",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "veche.web.middleware.MenuCounts",
    "veche.config.middleware.PrivatePages",
    "veche.config.middleware.ActionsAreNoPages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "veche.config.template_loader.CachedLoader",
                    [
                        "veche.config.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "veche.staff.templatetags.works_in"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "veche.staff.works_in.csrf_token",
                "veche.web.context.shell",
            ],
        },
    }
]

# --- Database and tasks -----------------------------------------------------------------------------------------
DATABASES = {"default": databases.database(text("VECHE_DATABASE_URL"), DATA)}

ENGINES = {
    "database": "veche.engine.database.DatabaseBackend",
    "procrastinate": "veche.engine.procrastinate.ProcrastinateBackend",
}
# Two queues for each network, and those of the house, of letters and of media: a worker has a lane for each, so a dead
# network delays nobody else.
OFFERED_NETWORKS = offered_networks()
TASK_QUEUES = ["house", "mail", "media", *OFFERED_NETWORKS, *map(reading, OFFERED_NETWORKS)]
ENGINE = text("VECHE_ENGINE")
if ENGINE not in ENGINES:
    raise WrongValue(f"VECHE_ENGINE={ENGINE}: нужно {' или '.join(ENGINES)}.")
if ENGINE == "procrastinate":
    if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
        raise WrongValue("VECHE_ENGINE=procrastinate: нужна PostgreSQL, задайте VECHE_DATABASE_URL.")
    INSTALLED_APPS.append("procrastinate.contrib.django")
TASKS = {"default": {"BACKEND": ENGINES[ENGINE], "QUEUES": TASK_QUEUES}}
TASK_SECONDS = number("VECHE_TASK_SECONDS")

# Attempts to sign in and used codes, nothing else: no page asks it anything.
CACHES = {"default": {"BACKEND": "veche.staff.attempts.Attempts", "LOCATION": "staff_attempt"}}

# --- Networks ---------------------------------------------------------------------------------------------------
NETWORKS = {
    slug: {
        "url": server_of(slug, offered=slug in OFFERED_NETWORKS),
        "proxy": proxy(name := variable_of(slug, "PROXY"), text(name)),
        "ca": text(variable_of(slug, "CA")),
        "pages": pages_of(slug),
    }
    for slug in PROFILES
}
mask_shapes(shape for network in PROFILES.values() for shape in network.keys.secrets)
# The one private address that the outbound door lets through.
SANDBOX_URL = text("VECHE_SANDBOX_URL")
# The line the sandbox printed when it was ready: addresses and keys of the training networks, for the demo's seed.
SANDBOX_PATH = DATA / "sandbox.json"

# --- Signing in -------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# An address may be in use once in each administration, by one person: unique among those who sign in (ADR 0021).
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "veche.config.passwords.LengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "veche.config.passwords.KnownPasswordValidator"},
    {"NAME": "veche.config.passwords.ContextWordsValidator"},
]

ACCOUNT_ADAPTER = "veche.staff.adapter.SignIn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Вече] "
# The key of `login_failed` is address and e-mail, of `login_failed_everywhere` the e-mail alone, of
# `login_failed_device` a browser in which this person has signed in before (staff/adapter.py). Of an IPv6 address its
# /64 counts: whoever has one address there has all.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "login_failed_everywhere": "20/900s/key",
    "login_failed_device": "5/300s/key",
    "reset_password": "5/m/ip,3/m/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 64
# Tells nobody by mail that an address is unknown here; the page says the same in both cases.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
FORM_RENDERER = "veche.kit.widgets.WrittenWidgets"
ACCOUNT_FORMS = {"reset_password": "veche.staff.signin_forms.ForgottenPasswordForm"}
MFA_ADAPTER = "veche.staff.adapter.SecondFactor"
MFA_FORMS = {
    "activate_totp": "veche.staff.signin_forms.FirstCodeForm",
    "authenticate": "veche.staff.signin_forms.SecondStepForm",
    "reauthenticate": "veche.staff.signin_forms.SecondStepAgainForm",
    "add_webauthn": "veche.staff.signin_forms.NewPasskeyForm",
    "login_webauthn": "veche.staff.signin_forms.PasskeyForm",
    "reauthenticate_webauthn": "veche.staff.signin_forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Вече"
# A code may change while it is being typed: the one before and the one after are taken too (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1

# --- The browser ------------------------------------------------------------------------------------------------
TLS = flag("VECHE_TLS")
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    urlsplit(ORIGIN).hostname or "localhost",
    *names("VECHE_ALLOWED_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

SECURE_CSP = csp.POLICY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if TLS else "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TLS

# A browser takes a `__Host-` cookie only over HTTPS, so the names follow the TLS setting.
_COOKIE = "__Host-veche" if TLS else "veche"
SESSION_ENGINE = "veche.staff.session_store"
SESSION_COOKIE_NAME = f"{_COOKIE}-session"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = number("VECHE_SESSION_HOURS") * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = number("VECHE_SESSION_IDLE_MINUTES") * 60
CSRF_COOKIE_NAME = f"{_COOKIE}-csrf"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "veche.config.messages.Messages"
# Signed cookies of those who have not signed in: sentences for the next page (config/messages.py), browsers in which
# somebody has signed in before (staff/devices.py), the challenge of a passkey (staff/passkey_state.py).
MESSAGES_COOKIE_NAME = f"{_COOKIE}-messages"
DEVICE_COOKIE_NAME = f"{_COOKIE}-device"
PASSKEY_COOKIE_NAME = f"{_COOKIE}-passkey"

# --- Files ------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
# Until `collectstatic` has run (tests, a first look) files are served from where they lie, under their own names.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "media/"
# Files that are still arriving (media/domain/uploads.py): in no copy, swept after a day.
SPOOL_ROOT = DATA / "uploads"
# Bodies and files of forms while they are read, of the web process (config/web.py); also in no copy, and swept.
TEMPORARY_ROOT = DATA / "tmp"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "veche.config.static.StaticStorage"},
}
# One video of a gigabyte (kernel/media.py) in one form, or ten photos of 20 MB, and nothing beside them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
LARGEST_UPLOAD = 1024 * 1024 * 1024 + DATA_UPLOAD_MAX_MEMORY_SIZE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# More than a post takes (posts/domain/pictures.py): who chose too many is told which did not go in, text and all kept.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "veche.media.intake.DiskMayBeFull",
]

# --- Mail and logs ----------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("VECHE_EMAIL_FROM")


def _mailer() -> dict[str, object]:
    if not (url := text("VECHE_EMAIL_URL")):
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    with understood("VECHE_EMAIL_URL", "smtp+tls://имя:пароль@узел:587"):
        mail = Env.email_url_config(url)
    return {
        "BACKEND": mail["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": mail["EMAIL_HOST"],
            "port": mail["EMAIL_PORT"],
            "username": mail["EMAIL_HOST_USER"] or "",
            "password": mail["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": mail.get("EMAIL_USE_TLS", False),
            "use_ssl": mail.get("EMAIL_USE_SSL", False),
            "timeout": 10,
        },
    }


MAILERS = {"default": _mailer()}


# Private hosts with calendars: (host, port).
CALENDAR_HOSTS = hosts("VECHE_CALENDAR_HOSTS")


def _mailbox() -> Mailbox | None:
    if not (url := text("VECHE_EMAIL_BOX")):
        return None
    with understood("VECHE_EMAIL_BOX", "imaps://имя:пароль@узел:993"):
        return mailbox_at(url)


# Where returned letters arrive.
MAILBOX = _mailbox()
# What may go over a network without TLS (config/plain.py).
PLAIN = some_of("VECHE_PLAIN", ("mail", "database"))

LOGGING_CONFIG = "veche.config.logs.configure"
LOGGING = {"level": text("VECHE_LOG_LEVEL").upper()}
