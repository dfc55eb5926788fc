/* The browser's side of the console: instants in the viewer's zone, the theme, keys, rows that are links. */
(() => {
  const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
  const pad = (n, width = 2) => String(n).padStart(width, "0");
  const day = (d) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
  const clock = (d) => `${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`;
  const ago = (d) => {
    const s = Math.round((Date.now() - d) / 1000), a = Math.abs(s);
    const text = a < 90 ? `${a} s` : a < 5400 ? `${Math.round(a / 60)} min` : a < 129600 ? `${Math.round(a / 3600)} h` : `${Math.round(a / 86400)} days`;
    return s < 0 ? `in ${text}` : `${text} ago`;
  };
  const tell = (node) => {
    const d = new Date(node.dateTime);
    if (isNaN(d)) return;
    const today = day(d) === day(new Date());
    const shapes = { ago: ago(d), time: clock(d), full: `${day(d)} ${clock(d)}`, mark: today ? clock(d).slice(0, 5) : `${day(d).slice(5)} ${clock(d).slice(0, 5)}`, moment: today ? clock(d) : `${day(d)} ${clock(d).slice(0, 5)}` };
    node.textContent = shapes[node.dataset.shape] || shapes.moment;
    node.title = `${full.format(d)}\n${node.dateTime}`;
  };
  const all = (root) => root.querySelectorAll && root.querySelectorAll("time[data-shape]").forEach(tell);
  new MutationObserver((changes) => changes.forEach((c) => c.addedNodes.forEach((n) => {
    if (n.nodeType !== 1) return;
    if (n.matches("time[data-shape]")) tell(n); else all(n);
  }))).observe(document.documentElement, { childList: true, subtree: true });
  setInterval(() => document.querySelectorAll('time[data-shape="ago"]').forEach(tell), 10000);
  const theme = () => document.documentElement.dataset.theme;
  const follow = () => window.Quasar && Quasar.Dark && Quasar.Dark.set(theme() === "dark");
  const keep = (value) => { document.cookie = `goldthread_theme=${value}; path=/console; max-age=31536000; samesite=strict`; };
  addEventListener("load", follow);
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-theme-switch], [data-copy], tr[data-href]");
    if (!target) return;
    if (target.matches("[data-theme-switch]")) {
      document.documentElement.dataset.theme = theme() === "dark" ? "light" : "dark";
      keep(theme()); follow();
    } else if (target.matches("[data-copy]")) {
      navigator.clipboard.writeText(target.dataset.copy); target.dataset.copied = "yes";
    } else if (!event.target.closest("a, button, input, label, select, summary") && !String(getSelection())) {
      location.href = target.dataset.href;
    }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form && event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-lean]")) return;
    for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      const search = document.querySelector(".frame-search input");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });
  document.addEventListener("visibilitychange", () => window.emitEvent && emitEvent("console-visible", !document.hidden));
})();
