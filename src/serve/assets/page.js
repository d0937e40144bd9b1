// All of it works without this, but for dropping things, pasting with layout, and taking a report away.
"use strict";
(() => {
  const LARGEST = 64 * 1024 * 1024;
  const told = document.getElementById("told");
  const say = (words) => { told.textContent = ""; setTimeout(() => { told.textContent = words; }, 50); };

  // What was dropped, as [path, file]; and what was sent last, for the report.
  let dropped = [];
  let passed = 0;
  let sent = null;
  // True while a rule holds words that nobody has taken away.
  let unsaved = false;
  window.addEventListener("beforeunload", (event) => { if (unsaved && document.querySelector("form[data-live]")) event.preventDefault(); });

  const ending = (path) => path.toLowerCase().split("/").pop().split(".").pop();
  // What a service did not write itself, or nobody would ask people: the same as the command passes over.
  const isOurs = (path) => !path.split("/").some((part) => part === "node_modules" || (part.startsWith(".") && !part.startsWith(".askwell")));

  const wanted = (form, path, file) => {
    const endings = form.dataset.endings.split(" ");
    return isOurs(path) && endings.includes(ending(path)) && file.size <= LARGEST;
  };

  const entriesOf = (reader) => new Promise((found, failed) => reader.readEntries(found, failed));
  const fileOf = (entry) => new Promise((found, failed) => entry.file(found, failed));

  async function walk(entry, path, found) {
    if (!isOurs(path)) return;
    if (entry.isFile) {
      found.push([path, await fileOf(entry)]);
      return;
    }
    const reader = entry.createReader();
    for (let part = await entriesOf(reader); part.length > 0; part = await entriesOf(reader)) {
      for (const child of part) await walk(child, `${path}/${child.name}`, found);
    }
  }

  function showDropped(area) {
    const place = area.querySelector("[data-dropped]");
    place.replaceChildren();
    if (dropped.length === 0) return;
    const list = document.createElement("ul");
    list.className = "dropped";
    for (const [path] of dropped.slice(0, 12)) {
      const item = document.createElement("li");
      item.className = "path";
      item.textContent = path;
      list.append(item);
    }
    const more = dropped.length - 12;
    const words = document.createElement("p");
    words.textContent = `${dropped.length === 1 ? "1 file is" : `${dropped.length} files are`} ready${more > 0 ? `, ${more} of them not listed` : ""}${passed > 0 ? `; ${passed} that hold no form were left out` : ""}.`;
    const away = document.createElement("button");
    away.type = "button";
    away.textContent = "Take them away again";
    away.addEventListener("click", () => { dropped = []; passed = 0; showDropped(area); say("Taken away."); area.querySelector("input").focus(); });
    place.append(words, list, away);
    say(words.textContent);
  }

  function dropArea(area) {
    const form = area.closest("form");
    area.querySelector(".for-mouse").hidden = false;
    const over = (is) => area.classList.toggle("over", is);
    area.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
    area.addEventListener("dragleave", () => over(false));
    area.addEventListener("drop", async (event) => {
      event.preventDefault();
      over(false);
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const found = [];
      if (entries.length > 0) for (const entry of entries) await walk(entry, entry.name, found);
      else for (const file of event.dataTransfer.files) found.push([file.name, file]);
      const kept = found.filter(([path, file]) => wanted(form, path, file));
      passed += found.length - kept.length;
      dropped = dropped.concat(kept);
      showDropped(area);
      if (kept.length === 0) say("There is no file among these that askwell reads.");
    });
  }

  // A page or a word processor hands over its layout too, and with it the boxes that plain text loses.
  function pasteArea(area, form) {
    const layout = form.querySelector("[data-layout]");
    const note = form.querySelector("[data-layout-told]");
    const forget = () => { layout.value = ""; note.hidden = true; };
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      const words = event.clipboardData.getData("text/plain");
      const isCode = /<[a-z!/]|\{\{|\{%|<%/i.test(words);
      // The text arrives after this; only then does a change mean that somebody is writing.
      setTimeout(() => {
        if (html && !isCode && area.value.trim() === words.replace(/\r/g, "").trim()) {
          layout.value = html;
          note.hidden = false;
        }
      }, 0);
    });
    area.addEventListener("input", (event) => { if (event.inputType !== "insertFromPaste") forget(); });
  }

  function dataOf(form, button) {
    const data = new FormData(form, button);
    if (!form.dataset.endings) return data;
    for (const name of ["files", "folder"]) {
      const files = data.getAll(name).filter((file) => file.name);
      data.delete(name);
      for (const file of files) {
        const path = file.webkitRelativePath || file.name;
        // What was chosen by itself is sent whatever it is called, so that it can be told why it is not read.
        if (name === "files" || wanted(form, path, file)) data.append(name, file, path);
      }
    }
    for (const [path, file] of dropped) data.append("files", file, path);
    return data;
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.title = page.title;
    const main = document.querySelector("main");
    const chosen = main.querySelector("#forms")?.files;
    main.replaceChildren(...page.querySelector("main").childNodes);
    // A page cannot say again which files were chosen.
    if (chosen?.length && main.querySelector("#forms")) main.querySelector("#forms").files = chosen;
    ready(main);
    const first = main.querySelector("[data-first]") || main.querySelector(".problem") || main.querySelector("h1");
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    (first.tagName === "H1" ? document.documentElement : first).scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  }

  async function send(form, button) {
    const data = dataOf(form, button);
    button.setAttribute("aria-busy", "true");
    say("askwell is reading.");
    try {
      const to = button.getAttribute("formaction") || form.getAttribute("action");
      const isSearch = form.method === "get";
      const answer = isSearch ? await fetch(`${to}?${new URLSearchParams(data)}`) : await fetch(to, { method: "POST", body: data });
      if (form.hasAttribute("data-endings")) { sent = data; dropped = []; passed = 0; }
      if (isSearch) history.replaceState(null, "", `${to}?${new URLSearchParams(data)}`);
      else history.pushState(null, "");
      show(await answer.text());
      say(document.title);
    } catch {
      say("askwell does not answer. Is its window still open?");
      button.insertAdjacentHTML("afterend", "<p class=\"problem\">askwell does not answer. Is the window that it runs in still open?</p>");
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  // A rule is tried as it is written: what became of it is put in its place, and nothing else moves.
  function live(form) {
    let waiting = 0;
    let asked = 0;
    form.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const number = ++asked;
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form) }).catch(() => null);
        if (!answer || !answer.ok || number !== asked) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const id of ["trial", "finish"]) {
          const part = document.getElementById(id);
          if (part && !part.contains(document.activeElement)) part.replaceChildren(...page.getElementById(id).childNodes);
        }
        const heading = document.querySelector("#trial p strong");
        if (heading) say(heading.textContent);
      }, 500);
    });
  }

  function keep(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // A long list shows what has these words, and what is chosen already.
  function findIn(box) {
    box.hidden = false;
    const list = box.nextElementSibling;
    const input = box.querySelector("input");
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      for (const choice of list.querySelectorAll(".choice")) {
        const said = choice.textContent.toLowerCase();
        choice.hidden = !choice.querySelector("input").checked && !words.every((word) => said.includes(word));
        if (!choice.hidden) left += 1;
      }
      say(left === 1 ? "1 choice left." : `${left} choices left.`);
    });
  }

  // What people read of it, without what they press.
  function wordsOf(part) {
    part.classList.add("as-text");
    const words = part.innerText.replace(/\n{3,}/g, "\n\n");
    part.classList.remove("as-text");
    return words;
  }

  async function copy(button, words) {
    try {
      await navigator.clipboard.writeText(words);
      say("Copied.");
      const before = button.firstChild.textContent;
      button.firstChild.textContent = "Copied";
      setTimeout(() => { button.firstChild.textContent = before; }, 2000);
    } catch {
      say("The browser does not let askwell copy. Mark the words and copy them yourself.");
    }
  }

  function ready(root) {
    root.querySelectorAll("[data-drop]").forEach(dropArea);
    root.querySelectorAll("form[data-swap]").forEach((form) => {
      form.addEventListener("submit", (event) => {
        const button = event.submitter || form.querySelector("button[type=submit]");
        if (button.hasAttribute("data-file")) { unsaved = false; return; }
        event.preventDefault();
        send(form, button);
      });
      if (form.hasAttribute("data-live")) {
        live(form);
        form.addEventListener("input", () => { unsaved = true; });
      }
      const area = form.querySelector("#pasted");
      if (area) pasteArea(area, form);
    });
    root.querySelectorAll("[data-copy]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => copy(button, button.dataset.copy));
    });
    root.querySelectorAll("[data-copy-all]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => copy(button, wordsOf(document.querySelector("main"))));
    });
    root.querySelectorAll("[data-report]").forEach((button) => {
      button.hidden = !sent;
      button.addEventListener("click", async () => {
        const answer = await fetch("report", { method: "POST", body: sent });
        if (!answer.ok) return say("The report could not be made.");
        keep(await answer.blob(), "askwell-report.html");
        say("The report is among your downloads.");
      });
    });
    root.querySelectorAll("[data-find]").forEach(findIn);
    root.querySelectorAll("[data-shown-by]").forEach((part) => showBy(part, root));
  }

  // A part of a form that only some choices need.
  function showBy(part, root) {
    const [name, ...values] = part.dataset.shownBy.split(" ");
    const form = part.closest("form");
    const set = () => {
      const chosen = new FormData(form).get(name);
      part.hidden = !values.includes(chosen);
    };
    form.addEventListener("change", set);
    set();
  }

  // Going back from what was told leads to the form again; a link within the page leads nowhere else.
  let within = location.hash;
  addEventListener("popstate", () => {
    if (location.hash === within) location.reload();
    within = location.hash;
  });
  // What is dropped beside the area must not take the page away.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => { if (event.dataTransfer && [...event.dataTransfer.types].includes("Files")) event.preventDefault(); });
  ready(document);
})();
