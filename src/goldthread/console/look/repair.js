/* The browser's side of a repair: form and JSON on one body, and the edit kept in this tab until it is done. */
(() => {
  const raw = JSON.rawJSON; // numbers stay as they were written, also those that no float holds
  const parse = (text) => JSON.parse(text, (_, value, context) =>
    typeof value === "number" && raw && context?.source !== undefined && String(value) !== context.source ? raw(context.source) : value);
  const print = (value) => JSON.stringify(value, null, 2);
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const steps = (pointer) => pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const at = (body, pointer) => steps(pointer).reduce((here, step) => (here == null ? undefined : here[step]), body);
  const put = (body, pointer, value) => {
    const way = steps(pointer), last = way.pop(), here = way.reduce((place, step) => place?.[step], body);
    if (here != null && typeof here === "object") here[last] = value;
  };
  let root = null, base = null, draft = null, timer = 0, unsaid = null;
  const find = (selector) => root.querySelector(selector);
  const fields = () => root.querySelectorAll("[data-pointer]");
  const key = () => `goldthread.repair.${root.dataset.repair}`;
  const number = (text) => (raw && String(Number(text)) !== text ? raw(text) : Number(text));
  const read = (field) => {
    const text = field.value;
    if (field.dataset.kind === "flag") return field.checked;
    if (text === "" && field.dataset.nullable) return null;
    if (field.dataset.kind === "integer" && /^-?(0|[1-9]\d*)$/.test(text)) return number(text);
    if (field.dataset.kind === "number" && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return number(text);
    if (field.dataset.kind === "lines") return text.replace(/\n+$/, "").split("\n");
    return text;
  };
  const write = (field, value) => {
    if (field.dataset.kind === "flag") field.checked = value === true;
    else if (Array.isArray(value)) field.value = value.join("\n");
    else field.value = value == null ? "" : typeof value === "object" && !value.rawJSON ? JSON.stringify(value) : String(value.rawJSON ?? value);
  };
  const mark = () => fields().forEach((field) =>
    field.closest("label").classList.toggle("changed", draft !== null && !same(at(draft, field.dataset.pointer), at(base, field.dataset.pointer))));
  const store = (text) => {
    try {
      if (draft !== null && same(draft, base)) sessionStorage.removeItem(key());
      else sessionStorage.setItem(key(), JSON.stringify({ at: Date.now(), version: root.dataset.version, base: find("[data-base]").value, text }));
    } catch { find("[data-json-error]").textContent = "This browser keeps no drafts; finish before you leave the page."; }
  };
  const tell = (more = {}) => {
    clearTimeout(timer);
    unsaid = () => { unsaid = null; clearTimeout(timer); if (window.emitEvent) emitEvent("repair-draft", { text: find("[data-json]").value, ...more }); };
    timer = setTimeout(() => unsaid?.(), more.base ? 0 : 200);
  };
  const complain = (words) => { find("[data-json-error]").textContent = words; };
  const took = (text, { say = true } = {}) => {
    if (text.length > Number(root.dataset.most)) {
      complain(`This is ${(text.length / 1e6).toFixed(1)} million characters, a page takes ${Math.round(root.dataset.most / 1000)} thousand. Repair it through the API.`);
      draft = null;
      if (say) emitEvent("repair-draft", { text: null });
      return;
    }
    try { draft = parse(text); complain(""); } catch (error) { draft = null; complain(`This is no JSON yet: ${error.message}.`); }
    if (draft !== null) fields().forEach((field) => { if (field !== document.activeElement) write(field, at(draft, field.dataset.pointer)); });
    mark(); store(text);
    if (say) tell();
  };
  const begin = (text) => { find("[data-json]").value = text; took(text); };
  const kept = (stored) => {
    const note = find("[data-kept]");
    note.hidden = false;
    note.querySelector("[data-kept-at]").textContent = new Date(stored.at).toLocaleTimeString();
    find("[data-json]").value = stored.text;
    took(stored.text, { say: false });
    const send = () => (window.socket?.connected && window.emitEvent ? tell({ base: stored.base, version: stored.version }) : setTimeout(send, 100));
    setTimeout(send, 300);
  };
  const start = () => {
    const found = document.querySelector("[data-repair]:not([data-started])");
    if (!found) return;
    root = found;
    root.dataset.started = "yes";
    base = parse(find("[data-base]").value);
    draft = parse(find("[data-base]").value);
    find("[data-json]").value = find("[data-base]").value;
    pane(location.hash === "#json" ? "json" : "form");
    let stored = null;
    try { stored = JSON.parse(sessionStorage.getItem(key())); } catch { /* nothing is kept here */ }
    if (stored && stored.text !== find("[data-base]").value) kept(stored);
    else find(".at-fault [data-pointer]")?.focus({ preventScroll: true });
  };
  const pane = (name) => {
    root.querySelectorAll("[data-pane]").forEach((one) => { one.hidden = one.dataset.pane !== name; });
    root.querySelectorAll("[data-show]").forEach((one) => one.setAttribute("aria-current", String(one.dataset.show === name)));
  };
  document.addEventListener("input", (event) => {
    if (!root || !root.contains(event.target)) return;
    if (event.target.matches("[data-json]")) took(event.target.value);
    else if (event.target.matches("[data-pointer]")) {
      if (draft === null) { complain("Correct the JSON first; the form follows it."); return; }
      put(draft, event.target.dataset.pointer, read(event.target));
      find("[data-json]").value = print(draft);
      mark(); store(find("[data-json]").value); tell();
    }
  });
  document.addEventListener("focusout", () => unsaid?.()); // whoever leaves a field to press a button has said all
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-show], [data-use], [data-drop], [data-go]");
    if (!target || !root) return;
    if (target.matches("[data-show]")) { event.preventDefault(); history.replaceState(null, "", target.getAttribute("href")); pane(target.dataset.show); }
    else if (target.matches("[data-drop]")) { find("[data-kept]").hidden = true; begin(find("[data-base]").value); }
    else if (target.matches("[data-go]")) go(target.dataset.go);
    else {
      const field = [...fields()].find((one) => one.dataset.pointer === target.dataset.use || target.dataset.use.startsWith(`${one.dataset.pointer}/`));
      put(draft ?? (draft = parse(find("[data-base]").value)), target.dataset.use, target.dataset.value);
      begin(print(draft)); if (field) { write(field, at(draft, field.dataset.pointer)); go(field.dataset.pointer); }
    }
  });
  const go = (pointer) => {
    const field = [...fields()].find((one) => one.dataset.pointer === pointer || pointer.startsWith(`${one.dataset.pointer}/`));
    if (!field) return;
    pane("form"); const folded = field.closest("details"); if (folded) folded.open = true;
    field.focus();
  };
  window.goldthreadRepair = {
    put: (text, fresh, version) => { find("[data-base]").value = fresh; base = parse(fresh); root.dataset.version = version; begin(text); },
    fault: (pointers) => fields().forEach((field) => field.closest("label").classList.toggle("at-fault",
      pointers.some((one) => one === field.dataset.pointer || one.startsWith(`${field.dataset.pointer}/`)))),
    done: () => { try { sessionStorage.removeItem(key()); } catch { /* nothing was kept */ } },
    go,
  };
  new MutationObserver(start).observe(document.documentElement, { childList: true, subtree: true });
})();
