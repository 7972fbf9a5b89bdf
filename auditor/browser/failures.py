"""What Playwright and browsers say when no audit can begin, as the person should hear it."""

from auditor.errors import NotAudited

_OTHER = "Use another browser with --browser; linkedin-auditor doctor tries each one."
_MANAGED = (
    "If an organisation manages this browser (see chrome://policy in it), its rules may forbid"
    f" this. {_OTHER}"
)
NO_DISPLAY = NotAudited(
    "no_display",
    "No window can be shown here.",
    "Run it in a desktop session, where you can sign in. To try it without: --demo --headless.",
)
NOT_INSTALLED = NotAudited(
    "no_browser",
    "The browser named with --browser was not found on this computer.",
    "Leave --browser away to use the first one found; linkedin-auditor doctor lists them.",
)
NONE_INSTALLED = NotAudited(
    "no_browser",
    "No Chrome, Edge or Chromium was found on this computer.",
    "Install one, or let the program get one: linkedin-auditor doctor --install-browser",
)
# Words in Playwright's message about a browser that did not start, and the error they mean.
_LAUNCH = {
    "is not found at": NOT_INSTALLED,
    "is not supported on": NOT_INSTALLED,
    "Executable doesn't exist": NOT_INSTALLED,
    "platform failed to initialize": NO_DISPLAY,
    "without having a XServer": NO_DISPLAY,
    "sandboxing failed": NotAudited(
        "no_browser",
        "The browser could not start its sandbox on this system.",
        "Use Google Chrome or Edge installed as a system package: --browser chrome.",
    ),
    "disallowed by the system admin": NotAudited(
        "no_browser",
        "The rules of an organisation forbid programs to control this browser.",
        _OTHER,
    ),
    "profile is already in use": NotAudited(
        "no_browser",
        "Another browser is using this profile.",
        "Close that browser, or remove the profile: linkedin-auditor forget",
    ),
    "Context.new_page": NotAudited(
        "no_browser", "The browser started, but opened no tab for this program.", _MANAGED
    ),
    "Timeout": NotAudited("no_browser", "The browser did not answer within 30 seconds.", _MANAGED),
    "": NotAudited("no_browser", "The browser did not start.", _OTHER),  # anything else
}


def launch_failure(message: str) -> NotAudited:
    """The error for a launch of which Playwright, and the browser itself, say `message`."""
    return next(failure for words, failure in _LAUNCH.items() if words in message)
