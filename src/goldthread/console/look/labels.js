/* The packing station: a scanner types into one field, keys print, and what is scanned without a connection is kept. */
(() => {
  const KEPT = "goldthread-scanned", TYPED = "goldthread-typed", LULL_MS = 60;
  const scan = () => document.getElementById("scan");
  const kept = () => JSON.parse(sessionStorage.getItem(KEPT) || "[]");
  const isUp = () => Boolean(window.socket && window.socket.connected && window.did_handshake && window.emitEvent);
  const mine = (node) => node.closest && node.closest("input, textarea, select, [contenteditable], .q-select, .q-menu");
  const isAsked = () => document.querySelector(".q-dialog__inner");
  const ready = () => { const field = scan(); if (field && document.activeElement !== field) field.focus({ preventScroll: true }); };

  const show = () => {
    const away = document.querySelector(".scan-away");
    if (!away) return;
    const list = kept(), up = isUp();
    if (up) away.dataset.wasUp = "yes";
    away.hidden = up || !away.dataset.wasUp && !list.length;
    document.body.toggleAttribute("data-away", !away.hidden);
    away.querySelector(".scan-kept").textContent = list.length ? `Kept: ${list.join(", ")}` : "";
    if (document.activeElement === document.body && !isAsked() && !String(getSelection())) ready();
    if (up && list.length) { sessionStorage.removeItem(KEPT); look(list); }
  };
  const look = (list) => {
    emitEvent("station-find", list);
    const address = new URL(location.href);
    address.searchParams.set("q", list[list.length - 1]);
    history.replaceState(null, "", address);
  };
  const find = (text) => {
    const said = text.trim();
    if (!said) return;
    scrollTo({ top: 0 });
    if (!isUp()) { sessionStorage.setItem(KEPT, JSON.stringify([...kept(), said])); show(); return; }
    look([said]);
  };

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-scan]")) {
      event.preventDefault();
      const field = scan();
      find(field.value);
      field.value = "";
      sessionStorage.removeItem(TYPED);
    } else if (event.target.matches("form[data-since]")) {
      event.preventDefault();
      const [hours, minutes] = event.target.querySelector("input").value.split(":").map(Number);
      const at = new Date();
      at.setHours(hours, minutes, 0, 0);
      document.activeElement.blur();
      scrollTo({ top: 0 });
      if (isUp()) emitEvent("station-since", at.toISOString());
    }
  });
  document.addEventListener("input", (event) => { if (event.target === scan()) sessionStorage.setItem(TYPED, event.target.value); });
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-find]");
    if (row && !event.ctrlKey && !event.metaKey) { event.preventDefault(); find(row.dataset.find); ready(); return; }
    if (!mine(event.target) && !isAsked()) setTimeout(() => { if (!isAsked() && !mine(document.activeElement)) ready(); }, LULL_MS);
  });
  document.addEventListener("keydown", (event) => {
    if (!scan() || isAsked()) return;
    const press = /^F[1-4]$/.test(event.key) && document.querySelector(`.print-zone [data-key="${event.key}"]`);
    if (press) { event.preventDefault(); if (!event.repeat && isUp()) press.click(); return; }
    if (event.key === "Escape") { ready(); return; }
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !mine(event.target)) ready();
  }, true);
  document.addEventListener("focusin", (event) => {
    if (event.target === scan() && matchMedia("(pointer: coarse)").matches) event.target.inputMode ||= "none";
  });
  document.addEventListener("pointerdown", (event) => { if (event.target === scan()) event.target.inputMode = "text"; });

  const begin = () => {
    const field = scan();
    if (!field) return false;
    const station = field.form.dataset.station;
    document.cookie = `goldthread_station=${encodeURIComponent(station)}; path=/console; max-age=31536000; samesite=strict`;
    const address = new URL(location.href);
    if (address.searchParams.get("station") !== station) { address.searchParams.set("station", station); history.replaceState(null, "", address); }
    if (!field.value) field.value = sessionStorage.getItem(TYPED) || "";
    ready();
    return true;
  };
  const waiting = setInterval(() => { if (begin()) clearInterval(waiting); }, 50);
  setInterval(show, 400);
  addEventListener("focus", () => { if (!mine(document.activeElement) && !isAsked()) ready(); });
})();
