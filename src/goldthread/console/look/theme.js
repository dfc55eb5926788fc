/* Runs before the first paint: light, dark, or as the system says. */
(() => {
  const said = (document.cookie.match(/(?:^|; )goldthread_theme=(light|dark)/) || [])[1];
  const dark = said ? said === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
