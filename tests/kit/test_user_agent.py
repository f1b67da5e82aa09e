"""What browsers really say of themselves, and what we make of it."""

import pytest

from vaknet.kit.user_agent import names

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142.0 Safari/537.36"
ANDROID = f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT}"
LINUX = "Mozilla/5.0 (X11; Linux x86_64"
CHROME = f"{WEBKIT} Chrome/142.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
CHROMEBOOK = f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME}"


@pytest.mark.parametrize(
    ("says", "browser", "system"),
    [
        (f"{LINUX}; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Linux"),
        (f"{WINDOWS} Edg/142.0", "Edge", "Windows"),
        (WINDOWS, "Chrome", "Windows"),
        (f"{ANDROID} Chrome/142.0 Mobile Safari/537.36", "Chrome", "Android"),
        (f"{ANDROID} SamsungBrowser/28.0 Chrome/130.0", "Samsung Internet", "Android"),
        (CHROMEBOOK, "Chrome", "ChromeOS"),
        (f"{LINUX}) {CHROME} OPR/126.0", "Opera", "Linux"),
        (f"{LINUX}) {CHROME} Vivaldi/7.6", "Vivaldi", "Linux"),
        (f"{MAC} Version/18.5 Safari/605.1.15", "Safari", "Mac"),
        (f"{PHONE} Version/18.5 Mobile/15E148 Safari/604.1", "Safari", "iPhone"),
        (f"{PHONE.replace('iPhone', 'iPad')} Version/18.5 Safari/604.1", "Safari", "iPad"),
        (f"{PHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", "Firefox", "iPhone"),
        (f"{PHONE} CriOS/142.0 Mobile/15E148 Safari/604.1", "Chrome", "iPhone"),
        ("curl/8.14.1", "", ""),
        ("", "", ""),
    ],
)
def test_a_browser_is_known_by_name(says: str, browser: str, system: str) -> None:
    assert names(says) == (browser, system)


def test_what_is_sent_is_never_kept() -> None:
    assert names("<script>alert(1)</script> Firefox 10.1.2.3") == ("Firefox", "")
