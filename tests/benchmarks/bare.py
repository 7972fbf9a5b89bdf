"""The bare ten-line script that the program is compared with."""

import sys

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], chromium_sandbox=False)
    page = browser.new_page()
    page.goto("https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement")
    print(page.get_by_role("switch").is_checked())
    browser.close()
