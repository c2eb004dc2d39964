// One page at a time. Without this script all pages lie below each other.
"use strict";
{
  const root = document.documentElement;
  const pages = [...document.querySelectorAll("section")];
  const position = document.getElementById("position");
  const progress = document.getElementById("progress");
  const notes = document.getElementById("notes");
  const EDGE = 0.12; // of the window's width, at both sides: a click there turns the page
  const SWIPE = 50; // pixels
  let here = -1;

  const named = () => (parseInt(location.hash.slice(1), 10) || 1) - 1;
  const within = (index) => Math.min(Math.max(index, 0), pages.length - 1);

  function show(index) {
    if (index === here) return;
    here = index;
    pages.forEach((page, each) => page.classList.toggle("here", each === here));
    position.textContent = pages[here].dataset.position;
    progress.value = here + 1;
    document.getElementById("back").disabled = here === 0;
    document.getElementById("next").disabled = here === pages.length - 1;
    notes.disabled = !pages[here].querySelector("aside, .more");
    scrollTo(0, 0);
  }

  function go(index) {
    show(within(index));
    location.replace(`#${here + 1}`); // adds nothing to the browser's history
    pages[here].focus({ preventScroll: true }); // so that a screen reader reads it
  }

  function toggleNotes() {
    notes.setAttribute("aria-pressed", root.classList.toggle("noted"));
  }

  const scrolls = () => root.scrollHeight > root.clientHeight;
  const keys = {
    ArrowRight: () => go(here + 1),
    ArrowLeft: () => go(here - 1),
    PageDown: () => go(here + 1),
    PageUp: () => go(here - 1),
    Backspace: () => go(here - 1),
    Home: () => go(0),
    End: () => go(pages.length - 1),
    n: toggleNotes,
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const acts = event.target.closest("a, button, summary");
    let action = keys[pressed];
    if (pressed === " " && !acts) action = event.shiftKey ? keys.PageUp : keys.PageDown;
    if (pressed === "ArrowDown" && !scrolls()) action = keys.PageDown;
    if (pressed === "ArrowUp" && !scrolls()) action = keys.PageUp;
    if (!action) return;
    event.preventDefault();
    action();
  });

  addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary, nav") || !getSelection().isCollapsed) return;
    if (event.clientX < EDGE * innerWidth) go(here - 1);
    if (event.clientX > (1 - EDGE) * innerWidth) go(here + 1);
  });

  let start = null;
  addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!start || visualViewport.scale > 1) return; // a picture that was enlarged is moved by fingers
    const end = event.changedTouches[0];
    const across = end.clientX - start.clientX;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(end.clientY - start.clientY)) {
      go(here - Math.sign(across));
    }
    start = null;
  }, { passive: true });

  document.getElementById("back").addEventListener("click", () => go(here - 1));
  document.getElementById("next").addEventListener("click", () => go(here + 1));
  notes.addEventListener("click", toggleNotes);
  addEventListener("hashchange", () => show(within(named())));
  root.classList.add("one");
  show(within(named()));
}
