// Bring the end of the page, and of each part that scrolls by itself, in sight.
() => {
  for (const el of document.querySelectorAll("*")) {
    if (el.scrollHeight > el.clientHeight + 1) el.scrollTop = el.scrollHeight;
  }
}
