"""Django settings. Every value that an operator may set comes from `vaknet.configuration`."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from vaknet.configuration import configuration as c

PACKAGE = Path(__file__).resolve().parent

SECRET_KEY = c.secret_key
SECRET_KEY_FALLBACKS = c.old_secret_keys
DEBUG = c.debug
ALLOWED_HOSTS = c.allowed_hosts
CSRF_TRUSTED_ORIGINS = [c.base_url] if c.base_url.startswith("https://") else []
ALLAUTH_TRUSTED_PROXY_COUNT = c.proxies
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if c.proxies else None
BASE_URL = c.base_url
NETWORK_NAME = c.network_name
NETWORK_DESCRIPTION = c.network_description
LIVE_STREAMS = c.live_streams
LIVE_PORT = c.live_port
LIVE_HOSTS = c.live_hosts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "procrastinate.contrib.django",
    "vaknet.domain.activity",
    "vaknet.domain.people",
    "vaknet.domain.calendars",
    "vaknet.domain.connections",
    "vaknet.domain.groups",
    "vaknet.domain.federation",
    "vaknet.domain.networks",
    "vaknet.domain.knowledge",
    "vaknet.domain.visiting",
    "vaknet.domain.translations",
    "vaknet.domain.previews",
    "vaknet.domain.reading",
    "vaknet.domain.talks",
    "vaknet.domain.coffee",
    "vaknet.domain.events",
    "vaknet.domain.programme",
    "vaknet.domain.consulting",
    "vaknet.domain.encounters",
    "vaknet.domain.opportunities",
    "vaknet.domain.surveys",
    "vaknet.domain.journal",
    "vaknet.domain.governance",
    "vaknet.domain.goals",
    "vaknet.domain.tips",
    "vaknet.domain.finding",
    "vaknet.domain.learning",
    "vaknet.domain.routing",
    "vaknet.domain.introducing",
    "vaknet.domain.searching",
    "vaknet.domain.notices",
    "vaknet.domain.paper",
    "vaknet.domain.pushing",
    "vaknet.domain.leaving",
    "vaknet.interfaces.web",
    "vaknet.interfaces.mail",
    "vaknet.interfaces.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vaknet.interfaces.federation.negotiation.NegotiationMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vaknet.interfaces.web.middleware.ViewerMiddleware",
    "vaknet.interfaces.web.edges.EdgesMiddleware",
]

ROOT_URLCONF = "vaknet.urls"
WSGI_APPLICATION = "vaknet.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "vaknet.interfaces.web.context.page",
            ],
        },
    }
]

FORM_RENDERER = "vaknet.interfaces.web.forms.base.Renderer"

DATABASES = {"default": c.database}

# In the database, so that limits count over all processes; pages do not use it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Past this the oldest counts are dropped, expired or not: far more than people can knock.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["vaknet.interfaces.web.adapter.Backend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "today"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

ACCOUNT_ADAPTER = "vaknet.interfaces.web.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself proves the address
ACCOUNT_PREVENT_ENUMERATION = True
# Counted in the cache, which is in the database, over all processes. An IP address may be a whole
# conference hall. The key of the first is IP and e-mail address: what others do is not to be seen
# in it. The limit for an address alone holds back letters without a word, for the same reason.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,5/10m/key",
    "mail_login_code": "20/h/key,60/d/key",
    "try_login_code": "60/m/ip,5/15m/key",
    "add_address": "10/d/key",
    "match_contacts": "5/d/key",
    "bring_archive": "10/d/key",
    "visit_source": "40/d/key",
    "visit_groups": "30/m/key",
    "go_home": "10/m/ip,60/m/key",
    "look_elsewhere": "60/h/key",
    "read_conversations": "20/h/key",
    "take_part_elsewhere": "60/h/key",
    "answer_elsewhere": "20/h/key",
    "ask_partners": "30/d/key",
    "sign_in_with": "60/m/ip",
    "try_second_step": "60/m/ip,5/15m/key,30/d/key",
}
SOCIALACCOUNT_ADAPTER = "vaknet.interfaces.web.oidc.SocialAccountAdapter"
SIGN_IN_PROVIDERS = c.providers
MFA_ADAPTER = "vaknet.interfaces.web.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}

LANGUAGE_CODE = c.language
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = c.time_zone
HOLIDAYS = c.holidays

STATIC_URL = "/static/"
STATIC_ROOT = c.data / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

MAILERS = c.mailers
DEFAULT_FROM_EMAIL = c.mail_from
MAIL_IN_DOMAIN = c.mail_in.domain
MAIL_IN_NAME = c.mail_in.name
MAIL_IN_BOX = c.mail_in.box
MAIL_IN_SECRET = c.mail_in.secret

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF, *(f"http://{host}:{LIVE_PORT}" for host in LIVE_HOSTS)],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "vaknet.interfaces.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = c.base_url.startswith("https")
SESSION_ENGINE = "vaknet.interfaces.web.sessions"
SESSION_COOKIE_HTTPONLY = True
if c.federation_trial:  # several networks at one address, which a browser tells apart by port alone
    SESSION_COOKIE_NAME = f"sessionid_{urlsplit(c.base_url).port}"
    CSRF_COOKIE_NAME = f"csrftoken_{urlsplit(c.base_url).port}"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [
    f"vaknet.interfaces.jobs.{module}"
    for module in (
        "tasks",
        "clock",
        "clock_of_coffee",
        "clock_of_consulting",
        "clock_of_events",
        "clock_of_federation",
        "clock_of_finding",
        "clock_of_introductions",
        "clock_of_opportunities",
        "clock_of_partners",
        "clock_of_receiving",
        "clock_of_things",
        "clock_of_visits",
        "network",
    )
]

VAKNET_DATA = c.data
FEDERATION = c.federation
FEDERATION_TRIAL = c.federation_trial
FEDERATION_SIGNED_READS = c.federation_signed_reads
VAKNET_LEARNING = c.learning
VAKNET_LEARNING_DAYS = c.learning_days
