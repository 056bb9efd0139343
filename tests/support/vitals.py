"""A slow device on a slow line in Chromium, and how soon a page of ours can be used there (web.dev/vitals)."""

from playwright.sync_api import Page

LOADS = 4
"""How often a page is loaded: what else the machine does can only add to its times, so the shortest are the page's."""
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
"""Slow 4G, as Lighthouse calls it: milliseconds there and back, bytes a second."""
WATCH = """
window.vitals = {lcp: 0, cls: 0, tbt: 0};
const watch = (type, note) =>
    new PerformanceObserver(seen => seen.getEntries().forEach(note)).observe({type, buffered: true});
watch("largest-contentful-paint", entry => { vitals.lcp = entry.startTime; });
watch("layout-shift", entry => { vitals.cls += entry.value; });
watch("longtask", entry => { vitals.tbt += Math.max(0, entry.duration - 50); });
"""
TABLET = 6
"""How many times slower than this machine a cheap tablet is taken to be."""
READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def slow(page: Page, rate: float) -> None:
    """Let the page run so many times slower, on a slow line, and watch itself."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("Network.enable")
    chrome.send("Network.emulateNetworkConditions", LINE)
    chrome.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.add_init_script(WATCH)


def at_the_kiosk(page: Page, address: str) -> tuple[str, ...]:
    """Stand at the touch screen, so that style, script and letters are at hand, then let it be a slow tablet.

    Says which screens there are: the start, a door, one service, help by a person.
    """
    page.set_viewport_size({"width": 1080, "height": 1920})
    page.goto(f"{address}/kiosk/lt/for/everything")
    service = page.locator("main a[href*='/services/']").first.get_attribute("href") or ""
    slow(page, TABLET)
    return ("/kiosk/lt/", "/kiosk/lt/for/everything", service, "/kiosk/ar/help")


def ready(page: Page, address: str) -> float:
    """Milliseconds from going to a page until it can be used: its parts are there, and nothing blocks a finger."""
    page.goto(address, wait_until="networkidle")
    return float(page.evaluate(READY) + page.evaluate("vitals.tbt"))
