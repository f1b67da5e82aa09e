"""What an operator may set, with its meaning beside it.

`docs/operator/settings.md` explains each; a test fails on one that is missing there.
"""

from vaknet import providers
from vaknet.kit import environment as kinds
from vaknet.kit.environment import Setting

TLS = ("starttls", "tls", "none")
SETTINGS = [
    Setting(
        "VAKNET_DATA",
        kinds.folder,
        "data",
        "Folder with everything that is yours: database, secret key, mail that was not sent.",
    ),
    Setting(
        "VAKNET_BASE_URL",
        kinds.address("https", "http"),
        "",
        "Address at which members reach the network, where links in mail begin; without it, the "
        "address that `vaknet serve` listens on.",
    ),
    Setting(
        "VAKNET_ALLOWED_HOSTS",
        kinds.words,
        "",
        "Other host names that may be asked for, with commas; that of the base URL always may.",
    ),
    Setting(
        "VAKNET_PROXIES",
        kinds.whole_number(0, 9),
        "0",
        "How many reverse proxies stand in front, each adding X-Forwarded-For and -Proto.",
    ),
    Setting("VAKNET_NETWORK_NAME", kinds.text, "Vaknet", "Name of the network on pages and mail."),
    Setting(
        "VAKNET_NETWORK_DESCRIPTION",
        kinds.text,
        "",
        "What the network is for, in a sentence, for other networks.",
    ),
    Setting(
        "VAKNET_LANGUAGE",
        kinds.one_of("nl", "en"),
        "nl",
        "Language for a visitor whose own is not known.",
    ),
    Setting(
        "VAKNET_TIME_ZONE", kinds.time_zone, "Europe/Amsterdam", "Time zone of dates and times."
    ),
    Setting(
        "VAKNET_HOLIDAYS",
        kinds.one_of("NL", "none"),
        "NL",
        "Country whose public holidays are days off.",
    ),
    Setting(
        "VAKNET_SECRET_KEY",
        kinds.text,
        "",
        "Key that signs links and seals memory cards; without it one is made in the data folder.",
        secret=True,
    ),
    Setting("VAKNET_OLD_SECRET_KEYS", kinds.words, "", "Keys of before, with commas.", secret=True),
    Setting(
        "DATABASE_URL",
        kinds.address("postgres", "postgresql"),
        "",
        "Your own PostgreSQL, 15 or newer; without it Vaknet runs one in the data folder.",
        secret=True,
    ),
    Setting("VAKNET_DATABASE_NAME", kinds.text, "vaknet", "Name of the database that Vaknet runs."),
    Setting(
        "VAKNET_DATABASE_KEEP",
        kinds.whole_number(0, 86_400),
        "600",
        "Seconds a database connection is kept for next requests; 0 opens one for each request.",
    ),
    Setting(
        "VAKNET_DATABASE_PREPARE",
        kinds.whole_number(0, 1000),
        "3",
        "After how many times PostgreSQL keeps the plan of a query that comes again; 0 is never.",
    ),
    Setting(
        "VAKNET_POSTGRES_BIN",
        kinds.text,
        "",
        "Folder with initdb and postgres to use in place of the ones that come with Vaknet.",
    ),
    Setting(
        "VAKNET_POSTGRES_OPTIONS",
        kinds.text,
        "",
        "More options for the PostgreSQL that Vaknet runs, such as: -c shared_buffers=1GB",
    ),
    Setting(
        "VAKNET_MAIL_URL",
        kinds.address("smtp", "smtps"),
        "",
        "Mail server in one line: smtp://user:password@host:587 (STARTTLS) or smtps:// (TLS).",
        secret=True,
    ),
    Setting("VAKNET_MAIL_HOST", kinds.text, "", "Mail server, when there is no VAKNET_MAIL_URL."),
    Setting("VAKNET_MAIL_PORT", kinds.whole_number(1, 65_535), "587", "Port of the mail server."),
    Setting("VAKNET_MAIL_USER", kinds.text, "", "User name at the mail server."),
    Setting("VAKNET_MAIL_PASSWORD", kinds.text, "", "Password at the mail server.", secret=True),
    Setting(
        "VAKNET_MAIL_TLS",
        kinds.one_of(*TLS),
        "starttls",
        "How the connection to the mail server is kept private: starttls, tls or none.",
    ),
    Setting(
        "VAKNET_MAIL_FROM", kinds.text, "", "Sender of mail, such as: Vaknet <vaknet@example.org>"
    ),
    Setting(
        "VAKNET_MAIL_IN_DOMAIN",
        kinds.text,
        "",
        "Domain of the addresses to which members answer letters, such as mail.example.org; "
        "without it they answer on the site alone.",
    ),
    Setting(
        "VAKNET_MAIL_IN_NAME",
        kinds.text,
        "antwoord",
        "First part of those addresses, before a plus sign; 15 signs at most.",
    ),
    Setting(
        "VAKNET_MAIL_IN",
        kinds.address("lmtp", "smtp"),
        "",
        "Where `vaknet serve` takes mail in from your mail server, such as lmtp://127.0.0.1:8024.",
    ),
    Setting(
        "VAKNET_MAIL_IN_BOX",
        kinds.address("imaps", "imap"),
        "",
        "Mailbox that is emptied each minute, such as imaps://user:password@host:993/INBOX.",
        secret=True,
    ),
    Setting(
        "VAKNET_MAIL_IN_SECRET",
        kinds.text,
        "",
        "Secret with which a mail service signs what it posts to /post-in/; 32 signs or more.",
        secret=True,
    ),
    providers.SETTING,
    Setting(
        "VAKNET_WEB_WORKERS", kinds.whole_number(1, 64), "2", "Web servers; one for each core."
    ),
    Setting(
        "VAKNET_WEB_THREADS",
        kinds.whole_number(1, 64),
        "2",
        "Requests at work in each web server process; six more threads wait for what is sent,"
        " and five for other networks.",
    ),
    Setting(
        "VAKNET_LIVE_STREAMS",
        kinds.whole_number(0, 50_000),
        "2000",
        "Pages in view at once that hear of something new; 0 keeps pages as they were opened.",
    ),
    Setting(
        "VAKNET_LIVE_PORT",
        kinds.whole_number(0, 65_535),
        "0",
        "Port for that; 0 is the one after the port of the pages.",
    ),
    Setting(
        "VAKNET_FEDERATION",
        kinds.yes_or_no,
        "no",
        "Be known to other networks: public groups, and members who choose so. Needs https.",
    ),
    Setting(
        "VAKNET_FEDERATION_SIGNED_READS",
        kinds.yes_or_no,
        "no",
        "Other networks have to say who they are before they read: hosts that you refuse then read "
        "nothing. Some older servers cannot.",
    ),
    Setting(
        "VAKNET_FEDERATION_TRIAL",
        kinds.words,
        "",
        "Networks on this machine to link with, for a trial, as 127.0.0.1:8001, with commas. The "
        "base URL has to be one of them, so it works on no network that others reach.",
    ),
    Setting(
        "VAKNET_LEARNING",
        kinds.yes_or_no,
        "no",
        "Keep what the finder showed and what came of it, so that it can be learned from.",
    ),
    Setting(
        "VAKNET_LEARNING_DAYS",
        kinds.whole_number(31, 366),
        "90",
        "For how many days that is kept; after 30 nobody can tell of whom it was.",
    ),
    Setting(
        "VAKNET_REACHABLE",
        kinds.networks,
        "",
        "Networks of your own that pages of members may be fetched from, such as 10.1.0.0/16, with "
        "commas; without it only the public internet.",
    ),
    Setting(
        "VAKNET_NAME_SERVERS",
        kinds.words,
        "",
        "Name servers to ask whose a domain is, as address or address:port, with commas; without "
        "them those of the machine.",
    ),
    Setting("VAKNET_WORKER_JOBS", kinds.whole_number(1, 64), "2", "Jobs that run side by side."),
    Setting(
        "VAKNET_DEBUG",
        kinds.yes_or_no,
        "no",
        "Show errors with their code in the browser; only for developers, never on a real network.",
    ),
]
