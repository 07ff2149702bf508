// The SPARQL editor: puts YASQE in the place of the textarea, which stays the field that the form sends.
"use strict";

(() => {
  const field = document.getElementById("text");
  const form = document.getElementById("sparql");
  suggestNames();
  if (!field || !form) return;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  if (typeof Yasqe !== "undefined") begin();
  // Beside a map, whose file is large, the editor comes when somebody begins to write.
  else field.addEventListener("focus", async () => { await load(); (await begin()).focus(); }, { once: true });

  async function begin() {
    const answer = await fetch(field.dataset.terms);
    return start(answer.ok ? await answer.json() : { prefixes: {}, terms: [] });
  }

  function load() {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: field.dataset.editorStyle });
    // Before the page's own, whose colours go above the library's.
    document.querySelector("link[rel=stylesheet]").before(sheet);
    const script = Object.assign(document.createElement("script"), { src: field.dataset.editorScript });
    return new Promise((done, failed) => {
      Object.assign(script, { onload: done, onerror: failed });
      document.head.append(script);
    });
  }

  function start(vocabulary) {
    completers(vocabulary);
    const holder = document.createElement("div");
    field.before(holder);
    field.hidden = true;
    document.querySelector("label[for=text]").hidden = true;
    const run = () => form.requestSubmit();
    const editor = new Yasqe(holder, {
      value: field.value,
      persistenceId: null,
      consumeShareLink: null,
      createShareableLink: null,
      createShortLink: null,
      showQueryButton: false,
      prefixCcApi: null,
      resizeable: false,
      collapsePrefixesOnLoad: false,
      screenReaderLabel: "SPARQL",
      viewportMargin: Infinity,
      // Tab leaves the editor: a key that only indents would trap those who have no mouse.
      extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run },
    });
    form.addEventListener("submit", () => { field.value = editor.getValue(); });
    document.getElementById("editor-help").hidden = false;
    holder.closest("details").addEventListener("toggle", () => editor.refresh());
    if (field.dataset.line) showFault(editor, Number(field.dataset.line) - 1, Number(field.dataset.column) - 1);
    return editor;
  }

  function showFault(editor, line, column) {
    editor.addLineClass(line, "background", "fault-line");
    editor.getDoc().markText({ line, ch: column }, { line, ch: column + 1 }, { className: "fault-mark" });
    editor.getDoc().setCursor({ line, ch: column });
  }

  // The stock completers ask other hosts; these know the prefixes and terms of this graph and nothing else.
  function completers({ prefixes, terms }) {
    Yasqe.defaults.autocompleters = ["variables"];
    const declarations = Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`).sort();
    Yasqe.forkAutocompleter("prefixes", { name: "own-prefixes", bulk: false, persistenceId: null, get: (_, token) =>
      declarations.filter((each) => !token || each.startsWith((token.autocompletionString || token.string).trim())) });
    const described = new Map(terms.map((term) => [term.iri, term]));
    const matching = (sorts) => (_, token) => {
      const typed = (token && (token.autocompletionString || token.string) || "").trim();
      return terms.filter((term) => sorts.includes(term.sort) && (
        term.iri.startsWith(typed) || term.name.toLowerCase().startsWith(typed.toLowerCase())
      )).map((term) => term.iri);
    };
    const describe = (yasqe, hints) => hints.map((hint) => {
      const full = hint.text.replace(/^<|>$/g, "");
      const colon = hint.text.indexOf(":");
      const prefixed = (prefixes[hint.text.slice(0, colon)] ?? "") + hint.text.slice(colon + 1);
      const term = described.get(full) ?? described.get(prefixed);
      return term ? { ...hint, displayText: `${hint.text}  –  ${term.label}` } : hint;
    });
    const fork = (stock, name, sorts, more = {}) =>
      Yasqe.forkAutocompleter(stock, { name, bulk: false, persistenceId: null, get: matching(sorts), postprocessHints: describe, ...more });
    fork("class", "own-classes", ["class"]);
    fork("property", "own-properties", ["property"]);
    const inName = (yasqe) => {
      const token = yasqe.getCompleteToken();
      return /^[A-Za-z]\w*:/.test(token.string) && token.type !== "comment";
    };
    fork("property", "own-terms", ["class", "property", "concept"], { autoShow: true, isValidCompletionPosition: inName });
  }

  // Names of actors while a parameter is typed.
  function suggestNames() {
    const list = document.getElementById("names");
    let waiting;
    for (const input of document.querySelectorAll("input[data-suggest]")) {
      input.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => fill(input, list), 200);
      });
    }
  }

  async function fill(input, list) {
    if (input.value.trim().length < 2) return;
    const parameters = new URLSearchParams({ q: input.value, family: input.dataset.suggest, limit: 10 });
    const answer = await fetch(`/api/suggest?${parameters}`);
    if (!answer.ok) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map((each) => new Option(each.thing.label, each.thing.label)));
  }
})();
