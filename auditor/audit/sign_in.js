// What the person is doing in a page of LinkedIn's that is not the setting's. No value is read.
() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const text = "textarea, iframe, [contenteditable], input:not([type=button], [type=submit],"
    + " [type=checkbox], [type=radio], [type=image], [type=reset], [type=file])";
  const secret = "input[type=password], input[autocomplete=one-time-code], input[name=pin]";
  return {
    loading: document.readyState === "loading",
    picker: document.querySelector("#rememberme-div") !== null,
    secret: [...document.querySelectorAll(secret)].some((el) => el.checkVisibility()),
    typing: focused?.matches(text) ?? false,
  };
}
